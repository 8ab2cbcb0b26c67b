using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>Tests the condition again after the wait, and drops the late result where somebody else was first.</summary>
internal static class CheckAgainEditor
{
    /// <summary>The root with the second test; null where there is no condition to repeat, or dropping the result would leave something half done.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (!site.IsOneBody || !Bodies.IsAsync(site.Body) || Accesses.Location(site) is not { } state)
            return null;
        var dropped = new DroppedResult(site, state);
        if (site.Write is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } coalesce)
            return dropped.MayDrop(coalesce.Right) ? Coalesce(site, coalesce) : null;
        var late = LateWrite.TryCreate(site) ?? LateWrite.Act(site, state);
        if (late is null || !(late.Value is { } value ? dropped.MayDrop(value) : dropped.MaySkip()))
            return null;
        var test = TestOf(site);
        if (test is null || Bodies.RepeatsOrLeaves(late.Statement, ListAround(test, late) ?? test.Parent!) || Statements.HasDirectives(test))
            return null;
        if (test.Statement.Span.Contains(site.Write.Span))
            return InBranch(site, late, test, dropped);
        return IsEarlyExit(test) && test.Span.End <= late.Statement.SpanStart ? AfterExit(site, late, test) : null;
    }

    /// <summary>The test in whose condition the state is read; null for none.</summary>
    public static IfStatementSyntax? TestOf(FixSite site) =>
        site.Read.Ancestors().TakeWhile(n => n != site.Body).OfType<IfStatementSyntax>().FirstOrDefault(i => i.Condition.Span.Contains(site.Read.Span));

    /// <summary><c>x ??= await F()</c>: <c>if (x is null) { var f = await F(); x ??= f; }</c>, and <c>x</c> where the value was used.</summary>
    private static SyntaxNode? Coalesce(FixSite site, AssignmentExpressionSyntax write)
    {
        var model = site.Model;
        if (ExpressionHost.Of(write) is not { } host || host.Expression != write || !Purity.IsPure(write.Left, model) || model.GetTypeInfo(write.Right).Type is not { } type || Statements.HasDirectives(write))
            return null;
        var target = write.Left.WithoutTrivia();
        var name = new NameScope(Bodies.Member(write)).ForValue(write.Right);
        var test = SyntaxFactory.IfStatement(
            NullTests.IsNull(site.Root, target),
            Statements.Block(new[]
            {
                site.Style.Declare(model, write, name, type, write.Right),
                SyntaxFactory.ExpressionStatement(write.WithLeft(target).WithRight(SyntaxFactory.IdentifierName(name)).WithoutTrivia()),
            })).WithAdditionalAnnotations(Formatter.Annotation);
        var nullable = model.GetTypeInfo(write.Left).Type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        ExpressionSyntax value = nullable ? SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, target, SyntaxFactory.IdentifierName("Value")) : target;
        return host.Replace(model, site.Root, new StatementSyntax[] { test }, node => node switch
        {
            ExpressionStatementSyntax => null,
            StatementSyntax statement => statement.ReplaceNode(write, value),
            _ => Bodies.ReturnsValue(model, site.Body) ? value : null,
        });
    }

    /// <summary><c>if (missing) { x = await F(); }</c>: the branch tests once more before it publishes; what follows in it belongs to the winner.</summary>
    private static SyntaxNode? InBranch(FixSite site, LateWrite late, IfStatementSyntax test, DroppedResult dropped)
    {
        var names = new NameScope(Bodies.Member(site.Write));
        if (LookUpAgain(site, late, test, names) is { } adopting)
            return Statements.Replace(site.Root, late.Statement, adopting);

        var list = Statements.ListOf(late.Statement);
        var tail = list is null ? new List<StatementSyntax>() : Statements.In(list).SkipWhile(s => s != late.Statement).Skip(1).ToList();
        var holders = late.Value is null ? Array.Empty<ISymbol>() : dropped.Holders(late.Value);
        var result = tail.LastOrDefault() as ReturnStatementSyntax;
        var shared = result is not null && IsForBoth(site, result, holders) ? result : null;
        var winners = tail.Where(s => s != shared).ToList();
        if (Repeated(site, test.Condition, winners.Append(late.Statement)) is not { } condition || winners.Any(w => w != result && Leaves(w)))
            return null;

        var later = Bodies.OwnNodes(site.Body).OfType<IdentifierNameSyntax>().Where(n => n.SpanStart >= late.Statement.Span.End && !winners.Any(w => w.Span.Contains(n.Span)))
            .Where(n => site.Model.GetSymbolInfo(n).Symbol is { } symbol && holders.Contains(symbol, SymbolEqualityComparer.Default)).ToList();
        if (later.Any(n => n.Parent != shared || late.Stored is null))
            return null;

        var hoisted = late.Hoist(names);
        var published = new List<StatementSyntax> { hoisted.Write.WithLeadingTrivia(Statements.Indentation(late.Statement)) };
        published.AddRange(winners);
        var again = SyntaxFactory.IfStatement(condition, list is null && published.Count == 1 ? published[0] : Statements.Block(published));
        again = again.WithCloseParenToken(again.CloseParenToken.WithTrailingTrivia(SyntaxFactory.EndOfLine("\n")));
        var sequence = new List<StatementSyntax>();
        if (hoisted.Declaration is not null)
            sequence.Add(hoisted.Declaration);
        sequence.Add(again.Statement is BlockSyntax ? Statements.Line(again) : again.WithAdditionalAnnotations(Formatter.Annotation));
        sequence[0] = sequence[0].WithLeadingTrivia(late.Statement.GetLeadingTrivia());

        var root = site.Root.TrackNodes(winners.Cast<SyntaxNode>().Append(late.Statement).Concat(later));
        if (later.Count > 0)
            root = root.ReplaceNodes(later.Select(n => root.GetCurrentNode(n)!), (n, _) => late.Stored!.WithTriviaFrom(n));
        foreach (var winner in winners)
            root = Statements.Replace(root, root.GetCurrentNode(winner)!, Array.Empty<StatementSyntax>());
        return Statements.Replace(root, root.GetCurrentNode(late.Statement)!, sequence);
    }

    /// <summary><c>if (!d.TryGetValue(k, out var v)) { v = await F(k); d[k] = v; }</c>: the loser takes what it finds.</summary>
    private static IReadOnlyList<StatementSyntax>? LookUpAgain(FixSite site, LateWrite late, IfStatementSyntax test, NameScope names)
    {
        if (test.Condition is not PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: InvocationExpressionSyntax look }
            || !Purity.IsPure(look, site.Model) || look.ArgumentList.Arguments.LastOrDefault() is not { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword } found
            || late.Value is not IdentifierNameSyntax held)
        {
            return null;
        }

        var foundName = found.Expression switch
        {
            DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax designation } => designation.Identifier.ValueText,
            IdentifierNameSyntax name => name.Identifier.ValueText,
            _ => "",
        };
        if (foundName != held.Identifier.ValueText)
            return null;
        var existing = names.Take("existing", "found");
        var again = look.WithArgumentList(look.ArgumentList.WithArguments(look.ArgumentList.Arguments.Replace(found, SyntaxFactory.Argument(
            null, SyntaxFactory.Token(SyntaxKind.OutKeyword), SyntaxFactory.DeclarationExpression(SyntaxFactory.IdentifierName("var"), SyntaxFactory.SingleVariableDesignation(SyntaxFactory.Identifier(existing)))))));
        var adopt = SyntaxFactory.ExpressionStatement(SyntaxFactory.AssignmentExpression(SyntaxKind.SimpleAssignmentExpression, SyntaxFactory.IdentifierName(foundName), SyntaxFactory.IdentifierName(existing)));
        var statement = SyntaxFactory.IfStatement(again.WithoutTrivia(), Statements.Block(new[] { adopt }), SyntaxFactory.ElseClause(Statements.Block(new[] { late.Statement.WithLeadingTrivia(Statements.Indentation(late.Statement)) })))
            .WithLeadingTrivia(late.Statement.GetLeadingTrivia()).WithAdditionalAnnotations(Formatter.Annotation);
        return new[] { statement.WithTrailingTrivia(SyntaxFactory.EndOfLine("\n")) };
    }

    /// <summary><c>if (there) return; … x = await F();</c>: the same early exit once more, directly before the write.</summary>
    private static SyntaxNode? AfterExit(FixSite site, LateWrite late, IfStatementSyntax test)
    {
        if (ListAround(test, late) is not { } list || !list.Span.Contains(late.Statement.Span) || !Purity.IsPure(test.Condition, site.Model) || test.Statement.DescendantNodes().Any(Bodies.Suspends))
            return null;
        if (test.DescendantNodesAndSelf().Any(n => n is BreakStatementSyntax or ContinueStatementSyntax) && Statements.ListOf(late.Statement) != list)
            return null;
        var names = new NameScope(Bodies.Member(site.Write));
        var declared = test.Condition.DescendantNodes().OfType<SingleVariableDesignationSyntax>().ToList();
        var renamed = declared.ToDictionary(d => d.Identifier.ValueText, _ => names.Take("existing", "found"), StringComparer.Ordinal);
        var copy = test.ReplaceTokens(
            test.DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken) && renamed.ContainsKey(t.ValueText) && t.Parent is SingleVariableDesignationSyntax or IdentifierNameSyntax),
            (token, _) => SyntaxFactory.Identifier(token.LeadingTrivia, renamed[token.ValueText], token.TrailingTrivia));

        var hoisted = late.Hoist(names);
        var (blank, others) = Statements.SplitBlankLines(late.Statement.GetLeadingTrivia());
        var sequence = new List<StatementSyntax>();
        if (hoisted.Declaration is not null)
            sequence.Add(Statements.Line(hoisted.Declaration));
        sequence.Add(Statements.Line(copy, Statements.Indentation(test)));
        sequence[0] = sequence[0].WithLeadingTrivia(blank.AddRange(sequence[0].GetLeadingTrivia()));
        var spaced = Statements.In(list).SkipWhile(s => !s.Span.Contains(test.Span)).Skip(1).Take(1).Any(next => Statements.SplitBlankLines(next.GetLeadingTrivia()).Blank.Count > 0);
        sequence.Add(hoisted.Write.WithLeadingTrivia(spaced && test.Statement is BlockSyntax ? others.Insert(0, SyntaxFactory.EndOfLine("\n")) : others));
        return Statements.Replace(site.Root, late.Statement, sequence);
    }

    /// <summary>The list that holds the test; where that stands in a lock that is taken again for the write, the list that holds the lock.</summary>
    private static SyntaxNode? ListAround(IfStatementSyntax test, LateWrite late)
    {
        if (test.Parent is BlockSyntax { Parent: LockStatementSyntax held } && Statements.ListOf(held) is { } around
            && late.Statement.Ancestors().TakeWhile(n => n != around).OfType<LockStatementSyntax>().Any(again => again != held && SyntaxFactory.AreEquivalent(again.Expression, held.Expression)))
        {
            return around;
        }

        return Statements.ListOf(test);
    }

    /// <summary>What of <paramref name="condition"/> has to be tested again: all of it, or without its awaits the operand of <c>&amp;&amp;</c> that reads the state.</summary>
    private static ExpressionSyntax? Repeated(FixSite site, ExpressionSyntax condition, IEnumerable<StatementSyntax> guarded)
    {
        while (!Purity.IsPure(condition, site.Model))
        {
            if (condition is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both)
                return null;
            condition = both.Left.Span.Contains(site.Read.Span) ? both.Left : both.Right;
        }

        var designations = condition.DescendantNodes().OfType<SingleVariableDesignationSyntax>().ToList();
        if (designations.Any(d => d.Parent is not DeclarationExpressionSyntax || site.Model.GetDeclaredSymbol(d) is not { } local || guarded.Any(g => Accesses.Of(local, g, site.Model).Any())))
            return null;
        return condition.ReplaceNodes(designations.Select(d => d.Parent!), (_, _) => SyntaxFactory.IdentifierName("_")).WithoutTrivia();
    }

    /// <summary>A loser can return what is stored, or nothing; any other result says that it has done the work.</summary>
    private static bool IsForBoth(FixSite site, ReturnStatementSyntax result, IEnumerable<ISymbol> holders) =>
        result.Expression is null || result.Expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Any(name => name.Identifier.ValueText == site.Hint.Member || (site.Model.GetSymbolInfo(name).Symbol is { } symbol && holders.Contains(symbol, SymbolEqualityComparer.Default)));

    private static bool IsEarlyExit(IfStatementSyntax test) =>
        test.Else is null && (test.Statement is BlockSyntax { Statements: { Count: 1 } only } ? only[0] : test.Statement) is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax;

    private static bool Leaves(StatementSyntax statement) => statement.DescendantNodesAndSelf(n => !Bodies.IsBody(n))
        .Any(n => n is ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax or YieldStatementSyntax);
}
