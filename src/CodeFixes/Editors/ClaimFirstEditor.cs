using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>
/// <c>if (_sent) throw …; await SendAsync(); _sent = true;</c>: the flag is set where it is tested, and taken back where the work fails.
/// Only where all who ask for the flag are turned away by it: one who goes on because of it would go on before the work is done.
/// </summary>
internal sealed class ClaimFirstEditor
{
    private readonly FixSite _site;
    private readonly ISymbol _state;
    private readonly IfStatementSyntax _test;
    private readonly ExpressionStatementSyntax _set;

    private ClaimFirstEditor(FixSite site, ISymbol state, IfStatementSyntax test, ExpressionStatementSyntax set)
    {
        _site = site;
        _state = state;
        _test = test;
        _set = set;
    }

    private AssignmentExpressionSyntax Write => (AssignmentExpressionSyntax)_set.Expression;

    /// <summary>The root with the claim before the work; null where the work can end in another way than by an exception, or looks at the flag itself.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (!site.IsOneBody || !Bodies.IsAsync(site.Body) || Accesses.Location(site) is not { } state)
            return null;
        if (site.Write is not AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: LiteralExpressionSyntax literal, Parent: ExpressionStatementSyntax set } write || !Purity.IsPure(write.Left, site.Model) || !Accesses.Of(state, write.Left, site.Model).Any())
            return null;
        if (!literal.IsKind(SyntaxKind.TrueLiteralExpression) && !literal.IsKind(SyntaxKind.FalseLiteralExpression))
            return null;
        var test = CheckAgainEditor.TestOf(site);
        if (test is not { Else: null } || Statements.HasDirectives(test) || !TurnsAway(test) || !Alternatives(test.Condition).Any(c => IsAsked(c, write.Left, literal)))
            return null;
        var editor = new ClaimFirstEditor(site, state, test, set);
        return editor.IsClaim() ? editor.Apply() : null;
    }

    /// <summary>Nobody takes the flag for the sign that the work is done: it is tested to turn away, or shown to others. What its setter does besides would come early.</summary>
    private bool IsClaim()
    {
        if (_state is IPropertySymbol property)
        {
            if (property.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not PropertyDeclarationSyntax { AccessorList: { } accessors } || accessors.Accessors.Any(a => a.Body is not null || a.ExpressionBody is not null))
                return false;
        }
        else if (_state is not (IFieldSymbol or ILocalSymbol))
        {
            return false;
        }

        return _site.Type is { } type && GuardSafety.Scopes(_state, type).All(scope => Accesses.Of(_state, scope, _site.Model.Compilation.GetSemanticModel(scope.SyntaxTree)).All(IsKnownUse));
    }

    private bool IsKnownUse(IdentifierNameSyntax name)
    {
        if (Accesses.WriteAt(name) is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression })
            return true;
        ExpressionSyntax use = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own : name;
        if (use.Parent is ArrowExpressionClauseSyntax { Parent: PropertyDeclarationSyntax } or ReturnStatementSyntax { Parent: BlockSyntax { Parent: AccessorDeclarationSyntax } } or ArrowExpressionClauseSyntax { Parent: AccessorDeclarationSyntax })
            return true;
        return use.Ancestors().TakeWhile(n => !Bodies.IsBody(n)).OfType<IfStatementSyntax>().FirstOrDefault(i => i.Condition.Span.Contains(use.Span)) is { } test
            && TurnsAway(test) && Alternatives(test.Condition).Any(c => c.Span.Contains(use.Span) && IsAsked(c, use));
    }

    private SyntaxNode? Apply()
    {
        var (first, last) = (Outermost(_test), Outermost(_set));
        if (first is null || last is null || first == last || Statements.ListOf(first) is not { } list || Statements.ListOf(last) != list || Statements.HasDirectives(last))
            return null;
        if (last is LockStatementSyntax locked && locked.Statement is BlockSyntax { Statements.Count: > 1 })
            return null;
        var all = Statements.In(list).ToList();
        var (from, to) = (all.IndexOf(first) + 1, all.IndexOf(last) - 1);
        if (from > to || GuardRange.Of(_site, list, from, to) is not { } work || work.Statements.Count != to - from + 1 || !IsWork(work))
            return null;

        var root = SemaphoreGuardEditor.Wrap(_site, _site.Root.TrackNodes(list, _test, last), work, inside => new[] { Attempt(inside, first as LockStatementSyntax) }, _test);
        root = Statements.Replace(root, root.GetCurrentNode(last)!, Array.Empty<StatementSyntax>());
        var now = root.GetCurrentNode(_test)!;
        return Statements.Replace(root, now, new StatementSyntax[] { now, Statements.Moved(_set) });
    }

    /// <summary>The work, and the flag as it was where it fails.</summary>
    private TryStatementSyntax Attempt(IEnumerable<StatementSyntax> inside, LockStatementSyntax? held)
    {
        var back = Write.Right.IsKind(SyntaxKind.TrueLiteralExpression) ? SyntaxKind.FalseLiteralExpression : SyntaxKind.TrueLiteralExpression;
        StatementSyntax reset = SyntaxFactory.ExpressionStatement(Write.WithRight(SyntaxFactory.LiteralExpression(back)).WithoutTrivia());
        if (held is not null)
            reset = SyntaxFactory.LockStatement(held.Expression.WithoutTrivia(), Statements.Block(new[] { reset }));
        var handler = SyntaxFactory.CatchClause().WithBlock(Statements.Block(new[] { reset, SyntaxFactory.ThrowStatement() }));
        return SyntaxFactory.TryStatement(Statements.Block(inside), SyntaxFactory.SingletonList(handler), null).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>It ends behind itself or by an exception, and nobody in it asks for the flag, which says something else now.</summary>
    private bool IsWork(GuardRange work)
    {
        var own = work.Code.SelectMany(c => c.DescendantNodesAndSelf(n => !Bodies.IsBody(n))).ToList();
        if (own.Any(n => n is ReturnStatementSyntax or GotoStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or YieldStatementSyntax or LabeledStatementSyntax or LocalFunctionStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 }))
            return false;
        if (work.Code.Any(c => Statements.HasDirectives(c) || Accesses.Of(_state, c, _site.Model).Any()))
            return false;
        if (_state is ILocalSymbol or IParameterSymbol)
            return true;
        return _site.Type is { } type
            && !new Calls(_site.Model.Compilation, type).Reachable(work.Code).Any(callee => Accesses.Of(_state, callee, _site.Model.Compilation.GetSemanticModel(callee.SyntaxTree)).Any());
    }

    /// <summary>The statement itself, or the lock whose block it stands in.</summary>
    private static StatementSyntax? Outermost(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax { Parent: LockStatementSyntax held } => held,
        LockStatementSyntax => null,
        _ => Statements.ListOf(statement) is null ? null : statement,
    };

    /// <summary>An exception, or the answer that it was not done.</summary>
    private static bool TurnsAway(IfStatementSyntax test)
    {
        var end = test.Statement is BlockSyntax block ? block.Statements.LastOrDefault() : test.Statement;
        if (test.Statement.DescendantNodes(n => !Bodies.IsBody(n)).Any(Bodies.Suspends))
            return false;
        return end is ThrowStatementSyntax or ReturnStatementSyntax { Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } };
    }

    private static IEnumerable<ExpressionSyntax> Alternatives(ExpressionSyntax condition) => condition switch
    {
        ParenthesizedExpressionSyntax inner => Alternatives(inner.Expression),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either => Alternatives(either.Left).Concat(Alternatives(either.Right)),
        _ => new[] { condition },
    };

    private bool IsAsked(ExpressionSyntax condition, ExpressionSyntax flag) => IsAsked(condition, flag, (LiteralExpressionSyntax)Write.Right);

    /// <summary>True where the condition is that the flag has that value.</summary>
    private static bool IsAsked(ExpressionSyntax condition, ExpressionSyntax flag, LiteralExpressionSyntax literal)
    {
        var value = literal.IsKind(SyntaxKind.TrueLiteralExpression);
        while (condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not)
            (condition, value) = (not.Operand, !value);
        return value && SyntaxFactory.AreEquivalent(condition, flag);
    }
}
