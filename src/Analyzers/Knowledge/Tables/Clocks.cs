using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Tables;

/// <summary>What tells the time.</summary>
internal static class Clocks
{
    /// <summary>True for an expression that asks for the time of now.</summary>
    public static bool IsNow(ExpressionSyntax value) => value switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "UtcNow" or "Now" or "TickCount" or "TickCount64" } => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Ticks", Expression: var time } => IsNow(time),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetTimestamp" or "GetUtcNow" or "GetLocalNow" } } => true,
        _ => false,
    };
}
