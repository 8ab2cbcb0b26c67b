using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>Which statements take the copy and compute with it, and that nothing between them and the write minds when they run.</summary>
internal sealed class MovePlan
{
    private readonly FixSite _site;
    private readonly NameScope _names;
    private readonly HashSet<ISymbol> _copies = new(SymbolEqualityComparer.Default);
    private readonly List<(StatementSyntax Statement, Hoisting? Hoist)> _derived = new();

    private MovePlan(FixSite site, StatementSyntax copy, SyntaxNode list, StatementSyntax late)
    {
        _site = site;
        _names = new NameScope(Bodies.Member(site.Write));
        Copy = copy;
        List = list;
        Late = late;
    }

    /// <summary>The statement that takes the copy.</summary>
    public StatementSyntax Copy { get; }

    /// <summary>The statement list that holds it.</summary>
    public SyntaxNode List { get; }

    /// <summary>The statement that writes; it may stand deeper, in a branch or handler.</summary>
    public StatementSyntax Late { get; }

    /// <summary>What to take out of <see cref="Late"/> first.</summary>
    public Hoisting? LateHoist { get; private set; }

    /// <summary>The statements that compute with the copy, in order, and what to leave of each at its old place.</summary>
    public IReadOnlyList<(StatementSyntax Statement, Hoisting? Hoist)> Derived => _derived;

    /// <summary>The plan for <paramref name="site"/>; null where the copy cannot move.</summary>
    public static MovePlan? TryCreate(FixSite site)
    {
        if (!site.IsOneBody || !Bodies.IsAsync(site.Body))
            return null;
        if (site.Read.FirstAncestorOrSelf<StatementSyntax>() is not { } copy || Statements.ListOf(copy) is not { } list)
            return null;
        if (ExpressionHost.Of(site.Write)?.Statement is not { } late || late == copy || Statements.Containing(list, late) is not { } branch)
            return null;
        var plan = new MovePlan(site, copy, list, late);
        var statements = Statements.In(list).ToList();
        var between = statements.Skip(statements.IndexOf(copy) + 1).TakeWhile(s => s != branch).ToList();
        var ordered = statements.IndexOf(copy) < statements.IndexOf(branch) && !Bodies.RepeatsOrLeaves(late, list);
        return ordered && plan.TakesCopy() && plan.CollectsDerived(between) && plan.IsUndisturbed(between, branch) && plan.FreshensLate(branch) ? plan : null;
    }

    private bool TakesCopy()
    {
        var model = _site.Model;
        if (Statements.HasDirectives(Copy) || Copy is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 })
            return false;
        var reads = Copy switch
        {
            LocalDeclarationStatementSyntax { Declaration: { Variables.Count: 1, Type: not RefTypeSyntax } declaration } => declaration.Variables[0].Initializer?.Value,
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: DeclarationExpressionSyntax } assignment } => assignment.Right,
            ExpressionStatementSyntax { Expression: InvocationExpressionSyntax invocation } => invocation,
            _ => null,
        };
        if (reads is null || !Purity.IsPure(reads, model) || model.AnalyzeDataFlow(Copy) is not { Succeeded: true } flow || flow.VariablesDeclared.IsEmpty)
            return false;
        _copies.UnionWith(flow.VariablesDeclared);
        return flow.WrittenInside.All(_copies.Contains);
    }

    private bool CollectsDerived(IReadOnlyList<StatementSyntax> between)
    {
        foreach (var statement in between)
        {
            if (FirstUse(statement) is not { } use)
                continue;
            if (statement is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 }) || Statements.HasDirectives(statement))
                return false;
            var hoist = Hoisted(statement, use);
            if (hoist is null && statement.DescendantNodes().OfType<AwaitExpressionSyntax>().Any())
                return false;
            var rest = hoist is null ? statement : hoist.Apply(statement);
            if (!OnlyComputes(rest) || _site.Model.AnalyzeDataFlow(statement) is not { Succeeded: true } flow)
                return false;
            _copies.UnionWith(flow.VariablesDeclared);
            if (!flow.WrittenInside.All(_copies.Contains))
                return false;
            _derived.Add((statement, hoist));
        }

        return true;
    }

    /// <summary>True where the statement assigns plain names and calls nothing: with the awaits gone it touches locals only.</summary>
    private static bool OnlyComputes(StatementSyntax statement) => statement.DescendantNodes().All(node => node switch
    {
        InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or AwaitExpressionSyntax or AnonymousFunctionExpressionSyntax => false,
        AssignmentExpressionSyntax assignment => assignment.Left is IdentifierNameSyntax,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => step.Operand is IdentifierNameSyntax,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } step => step.Operand is IdentifierNameSyntax,
        _ => true,
    });

    /// <summary>What the moved statements read must not change between their old place and the new one, and nobody else may have used their result.</summary>
    private bool IsUndisturbed(IReadOnlyList<StatementSyntax> between, StatementSyntax branch)
    {
        var model = _site.Model;
        var moved = _derived.Select(d => d.Statement).Prepend(Copy).ToList();
        var passed = between.Except(moved).ToList();
        if (branch != Late)
            passed.Add(branch);
        var read = moved.SelectMany(m => m.DescendantNodes().OfType<IdentifierNameSyntax>())
            .Select(name => model.GetSymbolInfo(name).Symbol)
            .Where(s => s is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol && !_copies.Contains(s))
            .Distinct(SymbolEqualityComparer.Default).ToList();
        foreach (var statement in passed)
        {
            var nodes = statement == branch ? statement.DescendantNodes(n => n != Late).Where(n => n.SpanStart < Late.SpanStart) : statement.DescendantNodes();
            var names = nodes.OfType<IdentifierNameSyntax>().Where(n => !Late.Span.Contains(n.Span));
            foreach (var name in names)
            {
                var symbol = model.GetSymbolInfo(name).Symbol;
                if (symbol is not null && (_copies.Contains(symbol) || (Accesses.WriteAt(name) is not null && read.Contains(symbol, SymbolEqualityComparer.Default))))
                    return false;
            }
        }

        return branch == Late || !UsedAfter(branch);
    }

    private bool UsedAfter(StatementSyntax branch) =>
        _site.Body.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Any(n => n.SpanStart > Late.Span.End && _copies.Contains(_site.Model.GetSymbolInfo(n).Symbol!)
                && !(branch.Span.Contains(n.Span) && Statements.ListOf(Late) is { } own && own.Span.Contains(n.Span)));

    /// <summary>The write must use the copy for more than to store it back, and must have no await left between the moved copy and itself.</summary>
    private bool FreshensLate(StatementSyntax branch)
    {
        var host = ExpressionHost.Of(_site.Write)!.Expression;
        if (FirstUse(Late) is not { } use || !host.Span.Contains(use.Span) || (_derived.Count == 0 && StoresBack()))
            return false;
        if (branch == Late && Late is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax or IfStatementSyntax))
            return false;
        var awaits = host.DescendantNodesAndSelf().OfType<AwaitExpressionSyntax>().ToList();
        if (awaits.Count == 0)
            return true;
        if (awaits.Any(a => Uses(a).Any()))
            return false;
        LateHoist = Hoisting.Plan(_site, host, awaits.Any(a => a.SpanStart > use.SpanStart) ? use : host, _names);
        return LateHoist is not null && awaits.All(LateHoist.Takes);
    }

    private bool StoresBack() => _site.Write switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment => IsCopy(assignment.Right),
        InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } => IsCopy(arguments[arguments.Count - 1].Expression),
        _ => false,
    };

    private bool IsCopy(ExpressionSyntax expression) =>
        expression is ParenthesizedExpressionSyntax inner ? IsCopy(inner.Expression) : _site.Model.GetSymbolInfo(expression).Symbol is { } symbol && _copies.Contains(symbol);

    private Hoisting? Hoisted(StatementSyntax statement, IdentifierNameSyntax use) =>
        ExpressionHost.Of(use) is { } host && host.Statement == statement ? Hoisting.Plan(_site, host.Expression, use, _names) : null;

    private IdentifierNameSyntax? FirstUse(SyntaxNode node) => Uses(node).FirstOrDefault();

    private IEnumerable<IdentifierNameSyntax> Uses(SyntaxNode node) =>
        node.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Where(n => _site.Model.GetSymbolInfo(n).Symbol is { } symbol && _copies.Contains(symbol));
}
