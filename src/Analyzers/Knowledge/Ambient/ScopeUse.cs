using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.Knowledge.Ambient;

/// <summary>A use of a scope that waits while the scope lasts.</summary>
/// <param name="Opening">Where the scope is begun.</param>
/// <param name="Wait">The first wait while it lasts.</param>
internal sealed record ScopeUse(SyntaxNode Opening, SyntaxNode Wait)
{
    /// <summary>True where what comes behind the wait may run on another thread.</summary>
    public bool LeavesThread { get; private init; }

    /// <summary>The first use that waits and that another can meet, or, for what belongs to the thread, that may leave it; null where none is in the compilation.</summary>
    public static ScopeUse? Of(StaticScope scope, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        ScopeUse? back = null;
        foreach (var opening in Openings(scope.Begin, knowledge.Compilation, cancellationToken))
        {
            if (Extent(opening) is not { } extent || WaitIn(extent, opening) is not { } wait)
                continue;
            if (!scope.IsOfThread && MayMeet(opening, extent, knowledge, cancellationToken))
                return new ScopeUse(opening, wait);
            if (scope.IsOfThread && OfThread(opening, wait, knowledge, cancellationToken) is { } use && (back ??= use) is not null && use.LeavesThread)
                return use;
        }

        return back;
    }

    /// <summary>A use that waits; null in a test, which runs one after the other.</summary>
    private static ScopeUse? OfThread(SyntaxNode opening, SyntaxNode wait, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        if (opening.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration || knowledge.Compilation.GetSemanticModel(opening.SyntaxTree).GetDeclaredSymbol(declaration, cancellationToken) is not INamedTypeSymbol type)
            return null;
        var facts = new TypeKnowledge(type, knowledge.Compilation, knowledge.Options, cancellationToken);
        return facts.IsTest ? null : new ScopeUse(opening, wait) { LeavesThread = !facts.ComesBack || new Site(wait).LeavesContext };
    }

    /// <summary>True where another execution can be there: no guard is held, no test runs alone, and it is not how the program starts.</summary>
    public static bool MayMeet(SyntaxNode place, TextSpan extent, KnowledgeBase knowledge, CancellationToken cancellationToken)
    {
        if (CallShape.MemberOf(place) is not MethodDeclarationSyntax member || place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration)
            return false;
        var name = member.Identifier.ValueText;
        if (name == "Main" || Concurrency.IsForStart(name) || GuardedRegions.Of(member).Any(r => r.Span.Contains(extent)))
            return false;
        if (knowledge.Compilation.GetSemanticModel(place.SyntaxTree).GetDeclaredSymbol(declaration, cancellationToken) is not INamedTypeSymbol type)
            return false;
        var facts = new TypeKnowledge(type, knowledge.Compilation, knowledge.Options, cancellationToken);
        return !facts.IsTest && facts.SingleFlowBecause(name) is null;
    }

    /// <summary>The first wait of the function in the stretch.</summary>
    public static SyntaxNode? WaitIn(TextSpan extent, SyntaxNode place) =>
        CallShape.FunctionOf(place)?.DescendantNodes(n => n.Span.IntersectsWith(extent) && (n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) || n.Span.Contains(place.Span)))
            .FirstOrDefault(n => n.SpanStart >= extent.Start && n.Span.End <= extent.End && n is AwaitExpressionSyntax or CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } or UsingStatementSyntax { AwaitKeyword.RawKind: not 0 } or LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 });

    private static IEnumerable<ExpressionSyntax> Openings(IMethodSymbol begin, Compilation compilation, CancellationToken cancellationToken)
    {
        var word = begin.MethodKind == MethodKind.Constructor ? begin.ContainingType.Name : begin.Name;
        var scopes = begin.MethodKind == MethodKind.Constructor && begin.ContainingType.DeclaredAccessibility != Accessibility.Private
            ? compilation.SyntaxTrees.Where(t => NameIndex.Of(t).MayContain(word)).Select(t => t.GetRoot(cancellationToken))
            : AmbientCalls.ScopesOf(begin, compilation, cancellationToken);
        foreach (var scope in scopes)
        {
            SemanticModel? model = null;
            foreach (var name in NameIndex.Find(scope.SyntaxTree, word, cancellationToken))
            {
                if (!scope.Span.Contains(name.Span))
                    continue;
                ExpressionSyntax? opening = begin.MethodKind == MethodKind.Constructor ? name.FirstAncestorOrSelf<ObjectCreationExpressionSyntax>(c => c.Type.Span.Contains(name.Span)) : CallShape.CallOf(name);
                if (opening is not null && SymbolEqualityComparer.Default.Equals((model ??= compilation.GetSemanticModel(scope.SyntaxTree)).GetSymbolInfo(opening, cancellationToken).Symbol?.OriginalDefinition, begin.OriginalDefinition))
                    yield return opening;
            }
        }
    }

    /// <summary>How long the scope lasts: the statement of its <c>using</c>, the rest of the block, or until its local is disposed of.</summary>
    private static TextSpan? Extent(ExpressionSyntax opening)
    {
        var value = opening;
        while (value.Parent is ParenthesizedExpressionSyntax or CastExpressionSyntax)
            value = (ExpressionSyntax)value.Parent;
        switch (value.Parent)
        {
            case UsingStatementSyntax use when use.Expression == value:
                return use.Statement.Span;
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Parent: UsingStatementSyntax use } } }:
                return use.Statement.Span;
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax { Parent: { } block } local } } variable }:
                if (local.UsingKeyword != default)
                    return TextSpan.FromBounds(local.Span.End, block.Span.End);
                var end = block.DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault(c => c.SpanStart > local.Span.End && c.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: Scopes.Ending, Expression: IdentifierNameSyntax name } && name.Identifier.ValueText == variable.Identifier.ValueText);
                return end is null ? null : TextSpan.FromBounds(local.Span.End, end.SpanStart);
            default:
                return null;
        }
    }
}
