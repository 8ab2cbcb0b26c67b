using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncStateAnalyzers.Tests.House;

/// <summary>The rules of docs/architecture.md over an assembly whose namespaces are its layers. Each answers with its violations, as text.</summary>
internal static class HouseRules
{
    private const string Root = "AsyncStateAnalyzers";

    private static readonly string[] s_layers = ["Model", "Knowledge", "Lowering", "Flow", "Summaries", "Rules", "Reporting"];

    /// <summary>Each layer may use those before it; Flow may use Model only, and none of Roslyn's operations.</summary>
    public static IReadOnlyList<string> ForbiddenUses(Assembly assembly) =>
    [
        .. from type in assembly.GetTypes()
           let layer = LayerOf(type)
           where layer is not null
           from used in Dependencies.Of(type)
           where IsOurs(used) ? !MayUse(layer, LayerOf(used)) : layer == "Flow" && IsOperation(used)
           let line = $"{Dependencies.Outermost(type).FullName} uses {Dependencies.Outermost(used).FullName}"
           group line by line into lines
           orderby lines.Key
           select lines.Key,
    ];

    /// <summary>Calls of methods that are made in one place only: API look-up in Knowledge, text in Reporting, descriptors at the rules' declaration.</summary>
    public static IReadOnlyList<string> CallsOutOfPlace(Assembly assembly) =>
    [
        .. from type in assembly.GetTypes()
           let outermost = Dependencies.Outermost(type)
           let layer = LayerOf(type)
           from call in Dependencies.Calls(type)
           where call switch
           {
               { Name: "GetTypeByMetadataName" } => layer != "Knowledge",
               { Name: "ToDisplayString" } => layer is "Lowering" or "Flow" or "Rules",
               { IsConstructor: true, DeclaringType.Name: "DiagnosticDescriptor" } => outermost.FullName != Root + ".Rules.RuleInfo",
               _ => false,
           }
           let line = $"{outermost.FullName} calls {call.DeclaringType!.Name}.{call.Name}"
           group line by line into lines
           orderby lines.Key
           select lines.Key,
    ];

    /// <summary>
    /// Static state that can change: an analyzer lives as long as the editor, and serves many compilations at once. Knowledge has
    /// tables that nobody else can reach, and may remember what it knows of a tree or a compilation for as long as that lives.
    /// </summary>
    public static IReadOnlyList<string> StaticState(Assembly assembly) =>
    [
        .. from type in assembly.GetTypes()
           where !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false)
           from field in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly)
           where !field.IsLiteral && (!field.IsInitOnly || (MayChange(field.FieldType) && !(field.IsPrivate && LayerOf(type) == "Knowledge")))
           select $"{type.FullName}.{field.Name}" into line
           orderby line
           select line,
    ];

    private static bool IsOurs(Type type) => type.Namespace is { } name && (name == Root || name.StartsWith(Root + ".", StringComparison.Ordinal));

    /// <summary>Null for the host, which stands above all layers, and for what is not ours.</summary>
    private static string? LayerOf(Type type) => IsOurs(type) && type.Namespace != Root ? type.Namespace!.Split('.')[1] : null;

    private static bool MayUse(string layer, string? used) =>
        used is not null && (layer == used || (layer == "Flow" ? used == "Model" : Rank(used) < Rank(layer)));

    private static int Rank(string layer) => Array.IndexOf(s_layers, layer) is >= 0 and var rank ? rank : throw new InvalidOperationException($"'{layer}' is no layer of docs/architecture.md");

    private static bool IsOperation(Type type) =>
        type.Namespace is "Microsoft.CodeAnalysis.Operations" or "Microsoft.CodeAnalysis.FlowAnalysis" || type.FullName is "Microsoft.CodeAnalysis.IOperation";

    /// <summary>Collections and weak caches; arrays are taken for tables.</summary>
    private static bool MayChange(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ConditionalWeakTable<,>)
        || (typeof(IEnumerable).IsAssignableFrom(type) && type != typeof(string) && !type.IsArray && type.Namespace != typeof(ImmutableArray).Namespace);
}
