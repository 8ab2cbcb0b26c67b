using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>What flows with the execution: values that code started from here sees, and code that started this does not.</summary>
internal static class AmbientApi
{
    /// <summary>The type of such values, and the member that gets and sets them.</summary>
    public const string TypeName = "AsyncLocal", Value = "Value";

    /// <summary>What the handler of changes gets as the value from now on.</summary>
    public const string NewValue = "CurrentValue";

    /// <summary>Static properties of the platform that keep their value so: the property, and the type.</summary>
    public static readonly (string Member, string Type, string Space)[] Platform =
    {
        ("CurrentCulture", "CultureInfo", "System.Globalization"),
        ("CurrentUICulture", "CultureInfo", "System.Globalization"),
    };

    /// <summary>Words in the name of something that holds the value from before.</summary>
    public static readonly string[] EarlierWords = { "previous", "prev", "old", "original", "orig", "saved", "outer", "parent", "before", "prior", "last", "initial", "backup", "restore", "current", "ambient", "existing" };

    /// <summary>Words in the name of a member that ends what another one began.</summary>
    public static readonly string[] EndWords = { "dispose", "disposed", "disposing", "release", "exit", "end", "pop", "clear", "reset", "restore", "leave", "remove", "stop", "cleanup", "teardown", "unset", "undo", "finish", "complete" };

    /// <summary>Words in the name of a type that is there so that others see a change.</summary>
    public static readonly string[] HolderWords = { "holder", "box", "wrapper", "reference", "ref", "container", "cell", "slot", "collector", "recorder", "accumulator", "tracker", "capture", "sink", "buffer" };

    /// <summary>Where the platform stands whose members run no code of others, unless they are given a delegate.</summary>
    private static readonly string[] s_quiet = { "System", "System.Globalization", "System.Text", "System.Threading", "System.Threading.Tasks", "System.Collections.Generic", "System.Collections.Immutable", "System.Linq" };

    /// <summary>Members that only let time pass.</summary>
    private static readonly string[] s_pauses = { "Delay", "Yield", "CompletedTask", "FromResult", "ConfigureAwait" };

    /// <summary>True for the type whose values flow with the execution.</summary>
    public static bool IsAmbient(ITypeSymbol? type) => type.Is("System.Threading", TypeName);

    /// <summary>True for a method or constructor that reads no value of ours: it belongs to the platform and is given no code to run.</summary>
    public static bool IsQuiet(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.IsEmpty && Array.Exists(s_quiet, s => method.IsIn(s)) && method.Parameters.All(p => p.Type.TypeKind is not (TypeKind.Delegate or TypeKind.TypeParameter));

    /// <summary>True for what only lets time pass.</summary>
    public static bool IsPause(ISymbol? member) => member is { DeclaringSyntaxReferences.IsEmpty: true } && Array.IndexOf(s_pauses, member.Name) >= 0 && member.IsBelow("System.Threading.Tasks");
}
