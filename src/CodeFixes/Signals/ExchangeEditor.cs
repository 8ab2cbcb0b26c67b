using AsyncStateAnalyzers.CodeFixes.Editors;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Signals;

/// <summary>
/// <c>_cts?.Cancel(); _cts?.Dispose(); _cts = new();</c> becomes
/// <c>var old = Interlocked.Exchange(ref _cts, new …()); old?.Cancel(); old?.Dispose();</c>: each old one is ended by the one that took it out.
/// </summary>
internal static class ExchangeEditor
{
    /// <summary>The root with the exchange; null where the steps stand in several blocks, or do more with the field than ending what is there.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (site.Write is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Parent: ExpressionStatementSyntax { Parent: BlockSyntax block } store } assignment
            || site.Model.GetSymbolInfo(assignment.Left).Symbol is not IFieldSymbol { IsReadOnly: false, IsVolatile: false, RefKind: RefKind.None, Type.IsReferenceType: true } field
            || Statements.Containing(block, site.Read) is not { } first || Mentions(field, assignment.Right, site).Any())
            return null;
        var steps = block.Statements.SkipWhile(s => s != first).TakeWhile(s => s != store).ToList();
        if (steps.Count == 0 || steps.Append(store).Any(s => Statements.HasDirectives(s)))
            return null;
        var names = new NameScope(Bodies.Member(site.Write));
        var (mine, later) = Later(site, field, block, store, names);
        var made = OwnOnlyEditor.Made(field, assignment.Right);
        var exchange = Exchange(site, assignment.Left, mine is null ? made : SyntaxFactory.IdentifierName(mine));
        var result = new List<StatementSyntax>();
        if (mine is not null)
            result.Add(Local(mine, made));

        if (first is LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer: { } initial }] } declared && Mentions(field, initial.Value, site).Any())
        {
            if (steps.Count > 1 && steps.Skip(1).Any(s => Mentions(field, s, site).Any() || Awaits(s)))
                return null;
            result.Add(declared.ReplaceNode(initial.Value, exchange).WithTrailingTrivia(store.GetTrailingTrivia()));
            result.InsertRange(0, steps.Skip(1));
        }
        else
        {
            var old = names.Take("old", "previous");
            var ends = steps.Where(s => Mentions(field, s, site).Any()).ToList();
            var others = steps.Except(ends).ToList();
            if (others.Any(Awaits) || ends.Any(e => e is LocalDeclarationStatementSyntax || Accesses.Writes(field, e, site.Model).Any()))
                return null;
            result.Add(Local(old, exchange).WithTrailingTrivia(store.GetTrailingTrivia()));
            foreach (var end in ends)
            {
                if (Ended(end, field, old, site) is not { } ended)
                    return null;
                result.Add(ended.WithAdditionalAnnotations(Formatter.Annotation));
            }

            result.InsertRange(0, others);
        }

        if (first.GetLeadingTrivia() is var lead && result[0] != first)
        {
            var at = result.FindIndex(s => s.GetLeadingTrivia().ToFullString() == lead.ToFullString() && s.GetLeadingTrivia().Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia)));
            if (at > 0)
                result[at] = result[at].WithLeadingTrivia(SyntaxFactory.ElasticMarker);
            result[0] = result[0].WithLeadingTrivia(lead);
        }

        var before = block.Statements.TakeWhile(s => s != first);
        var after = block.Statements.SkipWhile(s => s != store).Skip(1);
        var renamed = after.Select(s => mine is null ? s : s.ReplaceNodes(later.Where(n => s.Span.Contains(n.Span)), (n, _) => SyntaxFactory.IdentifierName(mine).WithTriviaFrom(n)));
        return site.Root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(before.Concat(result).Concat(renamed))));
    }

    /// <summary>What comes after and means the new object: it gets a local, unless something else is stored later, or it is looked at elsewhere.</summary>
    private static (string? Mine, IReadOnlyList<ExpressionSyntax> Uses) Later(FixSite site, IFieldSymbol field, BlockSyntax block, StatementSyntax store, NameScope names)
    {
        var uses = Mentions(field, site.Body, site).Where(n => n.SpanStart > store.Span.End).ToList();
        if (uses.Count == 0 || uses.Any(u => !block.Span.Contains(u.Span) || u.Ancestors().TakeWhile(n => n != block).Any(n => n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)) || Accesses.Writes(field, site.Body, site.Model).Any(w => w.SpanStart > store.Span.End))
            return (null, Array.Empty<ExpressionSyntax>());
        return (names.Take(OwnOnlyEditor.Bare(field.Name), "own", "mine"), uses);
    }

    private static IEnumerable<ExpressionSyntax> Mentions(IFieldSymbol field, SyntaxNode scope, FixSite site) =>
        Accesses.Of(field, scope, site.Model).Select(n => n.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own && own.Name == n ? (ExpressionSyntax)own : n);

    private static bool Awaits(SyntaxNode node) => node.DescendantNodes().Any(n => n is AwaitExpressionSyntax);

    /// <summary>The statement, done to the old object; null where it does more.</summary>
    private static StatementSyntax? Ended(StatementSyntax statement, IFieldSymbol field, string old, FixSite site)
    {
        var uses = Mentions(field, statement, site).ToList();
        if (uses.Any(u => u.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 } || u.Ancestors().TakeWhile(n => n != statement).Any(n => n is AnonymousFunctionExpressionSyntax)))
            return null;
        if (field.NullableAnnotation == NullableAnnotation.Annotated && statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call } && access.Expression == uses[0])
        {
            var bound = call.WithExpression(SyntaxFactory.MemberBindingExpression(access.Name));
            return statement.ReplaceNode(call, SyntaxFactory.ConditionalAccessExpression(SyntaxFactory.IdentifierName(old), bound).WithTriviaFrom(call));
        }

        return statement.ReplaceNodes(uses, (n, _) => SyntaxFactory.IdentifierName(old).WithTriviaFrom(n));
    }

    private static LocalDeclarationStatementSyntax Local(string name, ExpressionSyntax value) => SyntaxFactory.LocalDeclarationStatement(SyntaxFactory.VariableDeclaration(
        SyntaxFactory.IdentifierName("var").WithTrailingTrivia(SyntaxFactory.Space),
        SyntaxFactory.SingletonSeparatedList(SyntaxFactory.VariableDeclarator(name).WithInitializer(SyntaxFactory.EqualsValueClause(value)))))
        .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed).WithAdditionalAnnotations(Formatter.Annotation);

    private static ExpressionSyntax Exchange(FixSite site, ExpressionSyntax field, ExpressionSyntax value)
    {
        var exchange = SyntaxFactory.ParseExpression($"X.Exchange(ref {field.WithoutTrivia()}, V)");
        return exchange.ReplaceNodes(exchange.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText is "X" or "V"), (n, _) => n.Identifier.ValueText == "X" ? InterlockedEditor.Import(site, "System.Threading", "Interlocked") : value.WithoutTrivia());
    }
}
