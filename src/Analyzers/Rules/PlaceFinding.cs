using System.Collections.Immutable;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules;

/// <summary>A mistake that a place shows, in the life of a channel or signal.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Place">Where it shows.</param>
/// <param name="Severity">At which level it is reported.</param>
/// <param name="Around">What the fix changes, and then what else takes part.</param>
/// <param name="Fixes">What may mend it.</param>
/// <param name="Arguments">What the rule's message format takes.</param>
internal sealed record PlaceFinding(RuleInfo Rule, SyntaxNode Place, DiagnosticSeverity Severity, ImmutableArray<SyntaxNode> Around, FixKinds Fixes, ImmutableArray<string> Arguments)
{
    /// <summary>A finding with its message.</summary>
    public static PlaceFinding Of(RuleInfo rule, SyntaxNode place, bool isCertain, IEnumerable<SyntaxNode?> around, FixKinds fixes, params string[] arguments) =>
        new(rule, place, isCertain ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info, around.OfType<SyntaxNode>().ToImmutableArray(), fixes, arguments.ToImmutableArray());

    /// <summary>The code on one line, for messages.</summary>
    public static string Text(SyntaxNode node) =>
        new Site(node is InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax, Parent: ConditionalAccessExpressionSyntax whole } ? whole : node).Text;
}
