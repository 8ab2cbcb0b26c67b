using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>What the syntax around an access tells about it.</summary>
internal static class Places
{
    /// <summary>The line an access stands on: people count places, not operands.</summary>
    public static (SyntaxTree? Tree, int Line) LineOf(Site site) =>
        site.Node is null ? (null, site.GetHashCode()) : (site.Node.SyntaxTree, site.Location.GetLineSpan().StartLinePosition.Line);

    /// <summary>True where the elements are gone through here, not merely handed on.</summary>
    public static bool IsEnumerated(Site site) => site.Node is InvocationExpressionSyntax or CommonForEachStatementSyntax || IsLoop(site) || site.Node is ArgumentSyntax { Parent.Parent: BaseObjectCreationExpressionSyntax };

    /// <summary>True for the collection of a <c>foreach</c>.</summary>
    public static bool IsLoop(Site site) => site.Node is CommonForEachStatementSyntax || site.Node?.Parent is CommonForEachStatementSyntax;

    /// <summary>True where the member around has waited for work before, or waits for its end: what comes then meets nobody.</summary>
    public static bool EndsWithWork(Site site) =>
        site.Node?.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member
        && member.DescendantNodes().Any(n => n.SpanStart < site.Start && (n is AwaitExpressionSyntax || (n is SimpleNameSyntax called && Endings.WaitsForWork(called.Identifier.ValueText))));

    /// <summary>True for a question about one element, not for the number of all.</summary>
    public static bool IsQuestion(Site site) => site.Node is InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0 };

    /// <summary>True where the name stands in the access itself.</summary>
    public static bool Names(Site site, string name)
    {
        var node = site.Node;
        while (node?.Parent is ConditionalAccessExpressionSyntax or MemberBindingExpressionSyntax)
            node = node.Parent;
        return node is null || node.DescendantNodesAndSelf().Any(n => n is IdentifierNameSyntax identifier && identifier.Identifier.ValueText == name);
    }

    /// <summary>True where a parameter or local of that name is declared in the node; that of a <c>foreach</c> does not count.</summary>
    public static bool Declares(SyntaxNode around, string name) => around.DescendantNodes().Any(n => n switch
    {
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText == name,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText == name,
        ParameterSyntax parameter => parameter.Identifier.ValueText == name,
        _ => false,
    });

    /// <summary>True where the object itself is what a member that others can call gives back.</summary>
    public static bool IsHandedOut(SyntaxNode? place)
    {
        while (place?.Parent is ParenthesizedExpressionSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax })
            place = place.Parent;
        return place?.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax
            && place.Ancestors().FirstOrDefault(static a => a is MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) is MemberDeclarationSyntax { Modifiers: var modifiers }
            && modifiers.Any(static m => m.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword);
    }

    /// <summary>True where a remark at the member or at the statement speaks of guards or threads.</summary>
    public static bool HasRemark(Site site)
    {
        for (var node = site.Node; node is not null and not BaseTypeDeclarationSyntax; node = node.Parent)
        {
            if (node is (StatementSyntax or MemberDeclarationSyntax) and not BlockSyntax && node.GetLeadingTrivia().Any(IsRemark))
                return true;
            if (node is StatementSyntax && node.GetTrailingTrivia().Any(IsRemark))
                return true;
        }

        return false;
    }

    private static bool IsRemark(SyntaxTrivia trivia) =>
        trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia
        && GuardHabits.IsAboutGuards(trivia.ToString());

    /// <summary>True for an assignment of an object that is made there: <c>_all = new List&lt;int&gt;()</c>.</summary>
    public static bool StoresNew(Site write) => write.Node is AssignmentExpressionSyntax { Right: BaseObjectCreationExpressionSyntax or ArrayCreationExpressionSyntax or CollectionExpressionSyntax };

    /// <summary>True for a guard that is asked for without waiting: <c>WaitAsync(0)</c>, <c>TryEnter(x)</c>.</summary>
    public static bool TriesOnce(Site acquire) =>
        acquire.Node is InvocationExpressionSyntax { ArgumentList.Arguments: var given } && (given.Any(a => a.Expression.ToString() is "0" or "TimeSpan.Zero") || !given.Any(a => a.Expression is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression } || a.ToString().Contains("TimeSpan") || a.ToString().IndexOf("timeout", StringComparison.OrdinalIgnoreCase) >= 0));

    /// <summary>True for a read that is one side of <c>==</c> or <c>!=</c>.</summary>
    public static bool IsComparedForEquality(Site read) =>
        read.Node is ExpressionSyntax node && (node.Parent is MemberAccessExpressionSyntax { Expression: var owner } named && owner != node ? named : node).Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression };

    /// <summary>True where a loop goes through what was picked out in another one: only the first goes through the collection that is looked at there.</summary>
    public static bool IsOfAnotherLoop(Site begun, Site advanced) =>
        LoopOver(begun) is { } first && advanced.Node?.FirstAncestorOrSelf<CommonForEachStatementSyntax>() is { } loop && loop != first;

    private static CommonForEachStatementSyntax? LoopOver(Site view) =>
        view.Node?.FirstAncestorOrSelf<CommonForEachStatementSyntax>() is { } loop && loop.Expression.Span.Contains(view.Node.Span) ? loop : null;
}
