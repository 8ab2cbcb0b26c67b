using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>The smallest run of statements that holds the read, the suspensions and every write of the state in the body.</summary>
internal sealed class GuardRange
{
    private GuardRange(SyntaxNode? list, IReadOnlyList<StatementSyntax> statements, IReadOnlyList<SyntaxNode> lifted, SyntaxNode code)
    {
        List = list;
        Statements = statements;
        Lifted = lifted;
        Code = new[] { code };
        if (list is not null)
            Code = statements;
    }

    /// <summary>The statement list; null where the whole body is one expression.</summary>
    public SyntaxNode? List { get; }

    /// <summary>The statements to guard; empty for an expression body.</summary>
    public IReadOnlyList<StatementSyntax> Statements { get; }

    /// <summary>The declarations in the range of what is used after it: local declaration statements and <c>out var</c> expressions.</summary>
    public IReadOnlyList<SyntaxNode> Lifted { get; }

    /// <summary>The guarded code, statements or expression.</summary>
    public IReadOnlyList<SyntaxNode> Code { get; }

    /// <summary>True where <paramref name="node"/> lies in the range.</summary>
    public bool Contains(SyntaxNode node) => Code.Any(c => c.SyntaxTree == node.SyntaxTree && c.Span.Contains(node.Span));

    /// <summary>The range for <paramref name="site"/>; null where no run of statements can be wrapped.</summary>
    public static GuardRange? TryCreate(FixSite site, ISymbol state)
    {
        var nodes = Nodes(site, state).ToList();
        return Around(site, nodes.Concat(GuardDecisions.Above(site, state, nodes)).ToList());
    }

    /// <summary>The range from the read to the write alone, and what else is named: what a lock holds, which ends before the next suspension.</summary>
    public static GuardRange? OfStep(FixSite site, IEnumerable<SyntaxNode> others) => Around(site, others.Append(site.Write).Append(site.Read).ToList());

    /// <summary>The range from one statement of a list to another, and what cannot be cut from it; null where these cannot be wrapped.</summary>
    public static GuardRange? Of(FixSite site, SyntaxNode list, int first, int last) => Extend(site, list, CodeFixes.Statements.In(list).ToList(), first, last);

    private static GuardRange? Around(FixSite site, List<SyntaxNode> nodes)
    {
        if (site.Write.Ancestors().TakeWhile(n => n != site.Body).All(n => n is not StatementSyntax))
            return (Bodies.IsAsync(site.Body) || (site.Hint.Kinds & (FixKinds.TakeGuard | FixKinds.Lock)) != 0) && ExpressionHost.Of(site.Write) is { ExpressionBody: not null } host ? new GuardRange(null, Array.Empty<StatementSyntax>(), Array.Empty<SyntaxNode>(), host.Expression) : null;
        if (ComesRoundFromOutside(site, nodes))
            return null;
        foreach (var list in CodeFixes.Statements.ListsAround(site.Write, site.Body))
        {
            var all = CodeFixes.Statements.In(list).ToList();
            var indexes = nodes.Select(n => CodeFixes.Statements.Containing(list, n) is { } statement ? all.IndexOf(statement) : -1).ToList();
            if (indexes.All(i => i >= 0))
                return Extend(site, list, all, indexes.Min(), indexes.Max());
        }

        return null;
    }

    private static IEnumerable<SyntaxNode> Nodes(FixSite site, ISymbol state)
    {
        var own = Bodies.OwnNodes(site.Body).ToList();
        yield return site.Write;
        yield return site.Read;
        foreach (var suspension in site.Suspensions.Where(own.Contains))
            yield return suspension;
        foreach (var write in Accesses.Writes(state, site.Body, site.Model).Where(own.Contains))
            yield return write;
        var last = site.Read.SpanStart;
        foreach (var copy in Copies(site, own))
        {
            last = Math.Max(last, copy.SpanStart);
            yield return copy;
        }

        foreach (var measure in Measures(site, state, own))
            yield return measure;

        // What is read below the write reaches it through the back edge of a loop: only the loop as a whole holds both.
        if (last >= site.Write.Span.End && site.Write.Ancestors().TakeWhile(n => n != site.Body).FirstOrDefault(IsLoop) is { } loop && loop.Span.Contains(site.Read.Span))
            yield return loop;
    }

    /// <summary>A read below the write with no way back to it in this body: the loop is in a caller, and no guard here spans it.</summary>
    private static bool ComesRoundFromOutside(FixSite site, List<SyntaxNode> nodes) =>
        site.Read.SpanStart >= site.Write.Span.End && !nodes.Any(IsLoop) && !Bodies.OwnNodes(site.Body).Any(n => n is GotoStatementSyntax);

    private static bool IsLoop(SyntaxNode node) =>
        node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    /// <summary>Locals that were made from the state before the read and take part up to the write: <c>var grown = new int[_all.Length + 1]; _all.CopyTo(grown, 0);</c>.</summary>
    private static IEnumerable<SyntaxNode> Measures(FixSite site, ISymbol state, IReadOnlyList<SyntaxNode> own)
    {
        foreach (var declarator in own.OfType<VariableDeclaratorSyntax>().Where(d => d.Initializer is not null && d.Span.End <= site.Read.SpanStart && Accesses.Of(state, d.Initializer, site.Model).Any()))
        {
            if (site.Model.GetDeclaredSymbol(declarator) is ILocalSymbol local && own.OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == local.Name && n.SpanStart >= site.Read.FirstAncestorOrSelf<StatementSyntax>()?.SpanStart && n.SpanStart < site.Write.Span.End))
                yield return declarator;
        }
    }

    /// <summary>Every place that gives a value to the local that holds the read value: each can be where the stale value comes from.</summary>
    private static IEnumerable<SyntaxNode> Copies(FixSite site, IReadOnlyList<SyntaxNode> own)
    {
        var local = site.Read.AncestorsAndSelf().TakeWhile(n => n is not StatementSyntax).Select(n => n switch
        {
            VariableDeclaratorSyntax declarator => site.Model.GetDeclaredSymbol(declarator),
            AssignmentExpressionSyntax assignment => site.Model.GetSymbolInfo(assignment.Left).Symbol,
            _ => null,
        }).OfType<ILocalSymbol>().FirstOrDefault();
        if (local is null)
            yield break;
        foreach (var node in own)
        {
            if (node is VariableDeclaratorSyntax { Initializer: not null } declarator && SymbolEqualityComparer.Default.Equals(site.Model.GetDeclaredSymbol(declarator), local))
                yield return node;
            if (node is AssignmentExpressionSyntax assignment && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(assignment.Left).Symbol, local))
                yield return node;
        }
    }

    /// <summary>Takes in what cannot be cut: the scope of a <c>using</c> declaration, and declarations that cannot stand before the range.</summary>
    private static GuardRange? Extend(FixSite site, SyntaxNode list, List<StatementSyntax> all, int first, int last)
    {
        while (true)
        {
            var range = all.GetRange(first, last - first + 1);
            if (last < all.Count - 1 && range.Any(s => s is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 }))
            {
                last = all.Count - 1;
                continue;
            }

            if (site.Model.AnalyzeDataFlow(range[0], range[range.Count - 1]) is not { Succeeded: true } flow)
                return null;
            var lifted = new List<SyntaxNode>();
            var furthest = last;
            foreach (var local in flow.VariablesDeclared)
            {
                var uses = Accesses.Of(local, site.Body, site.Model).Where(u => u.SpanStart >= range[range.Count - 1].Span.End).ToList();
                if (uses.Count == 0)
                    continue;
                if (Declaration(local, range) is { } declaration)
                    lifted.Add(declaration);
                else if (uses.Select(u => CodeFixes.Statements.Containing(list, u)).ToList() is var users && users.All(u => u is not null))
                    furthest = Math.Max(furthest, users.Max(u => all.IndexOf(u!)));
                else
                    return null;
            }

            if (furthest == last)
                return IsClosed(site.Body, range) ? new GuardRange(list, range, lifted.Distinct().ToList(), list) : null;
            last = furthest;
        }
    }

    /// <summary>The declaration of <paramref name="local"/> where it can be split into a declaration before the range and an assignment in it.</summary>
    private static SyntaxNode? Declaration(ISymbol local, IReadOnlyList<StatementSyntax> range)
    {
        if (local is not ILocalSymbol { IsConst: false, IsRef: false, Type: { IsAnonymousType: false, TypeKind: not TypeKind.Error, IsRefLikeType: false } } symbol)
            return null;
        return symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() switch
        {
            VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax statement } when range.Contains(statement) => statement,
            SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax { Parent: ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword } } expression } => expression,
            _ => null,
        };
    }

    private static bool IsClosed(SyntaxNode body, IReadOnlyList<StatementSyntax> range)
    {
        if (range.Any(s => CodeFixes.Statements.HasDirectives(s) || s is LocalFunctionStatementSyntax))
            return false;
        var labels = range.SelectMany(s => s.DescendantNodesAndSelf().OfType<LabeledStatementSyntax>()).Select(l => l.Identifier.ValueText).ToList();
        return labels.Count == 0 || !Bodies.OwnNodes(body).OfType<GotoStatementSyntax>()
            .Any(jump => jump.Expression is IdentifierNameSyntax name && labels.Contains(name.Identifier.ValueText) && !range.Any(s => s.Span.Contains(jump.Span)));
    }
}
