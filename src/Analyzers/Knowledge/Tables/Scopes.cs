using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>What begins and ends a stretch of time: objects that end it when they are disposed of, and stacks that are pushed and popped.</summary>
internal static class Scopes
{
    /// <summary>The method that ends a scope.</summary>
    public const string Ending = "Dispose";

    /// <summary>What a method gives that begins one.</summary>
    public const string Result = "IDisposable";

    /// <summary>What puts something onto a stack.</summary>
    public const string Push = "Push";

    /// <summary>What takes it off again.</summary>
    public const string Pop = "Pop";

    /// <summary>True for a plain stack, which one thread at a time can use.</summary>
    public static bool IsStack(ITypeSymbol? type) => type is { Name: "Stack" } && type.IsBelow("System.Collections");
}
