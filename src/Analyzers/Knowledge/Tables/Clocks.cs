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
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "UtcDateTime" or "DateTime" or "LocalDateTime", Expression: var time } => IsNow(time),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ToUnixTimeSeconds" or "ToUnixTimeMilliseconds" or "ToUniversalTime" or "ToLocalTime", Expression: var time } } => IsNow(time),
        IdentifierNameSyntax { Identifier.ValueText: var name } => IsKeptNow(value, name),
        _ => false,
    };

    /// <summary><c>var now = DateTime.UtcNow; … _last = now;</c>, declared in a block around it.</summary>
    private static bool IsKeptNow(ExpressionSyntax use, string name) =>
        use.Ancestors().OfType<BlockSyntax>().SelectMany(static b => b.Statements.OfType<LocalDeclarationStatementSyntax>())
            .Any(d => d.SpanStart < use.SpanStart && d.Declaration.Variables.Any(v => v.Identifier.ValueText == name && v.Initializer is { Value: not IdentifierNameSyntax and var now } && IsNow(now)));
}
