using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Signals;

/// <summary>Completes a signal by the calls that do not throw where it is completed, at all places of the document: whoever is first wins.</summary>
internal static class TryToCompleteEditor
{
    private const string Try = "Try";

    /// <summary>The root; null where a place has another form.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        var changes = new Dictionary<SyntaxNode, SyntaxNode>();
        foreach (var place in site.Rivals.Add(site.Write).Distinct())
        {
            var name = place is InvocationExpressionSyntax call ? NameOf(call.Expression) : place is ExpressionSyntax member ? NameOf(member) : null;
            if (name is null)
                return null;
            if (name.Identifier.ValueText.StartsWith(Try, StringComparison.Ordinal))
                continue;
            var tries = SyntaxFactory.IdentifierName(Try + name.Identifier.ValueText).WithTriviaFrom(name);
            if (place is InvocationExpressionSyntax)
                changes[name] = tries;
            else if (Lambda(place, name, tries, site.Model) is { } lambda)
                changes[place] = lambda;
            else
                return null;
        }

        return changes.Count == 0 ? null : site.Root.ReplaceNodes(changes.Keys, (node, _) => changes[node]);
    }

    private static SimpleNameSyntax? NameOf(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax inner } => NameOf(inner.Expression),
        _ => null,
    };

    /// <summary>A method group whose method gives nothing back becomes a lambda: the one that tries gives an answer.</summary>
    private static ExpressionSyntax? Lambda(SyntaxNode group, SimpleNameSyntax name, SimpleNameSyntax tries, SemanticModel model)
    {
        if (group is not MemberAccessExpressionSyntax || model.GetTypeInfo(group).ConvertedType is not INamedTypeSymbol { DelegateInvokeMethod: { } invoke } || invoke.Parameters.Length > 1)
            return null;
        var parameters = invoke.Parameters.Length == 0 ? "()" : "value";
        return SyntaxFactory.ParseExpression($"{parameters} => {group.ReplaceNode(name, tries.WithoutTrivia()).WithoutTrivia()}({(invoke.Parameters.Length == 0 ? "" : "value")})").WithTriviaFrom(group);
    }
}
