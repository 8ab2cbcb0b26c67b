using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>
/// Holds a <c>lock</c> around the steps of a change, and around the other changes of the same state: a lock that one of them does not
/// take excludes nobody. What the statement waits for is waited for before it, and held in a local.
/// </summary>
internal sealed class LockEditor
{
    private readonly FixSite _site;
    private readonly string _lock;

    private LockEditor(FixSite site, string name)
    {
        _site = site;
        _lock = name;
    }

    /// <summary>The root with the lock, and its name; null where a suspension lies between the steps, or another guard is in play.</summary>
    public static (SyntaxNode Root, string Lock)? Edit(FixSite site)
    {
        if (!site.IsOneBody || Accesses.Location(site) is not { } state || site.Write.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration)
            return null;
        if (site.Model.GetDeclaredSymbol(declaration) is not INamedTypeSymbol type || !SemaphoreGuardEditor.CanHold(state, type, site))
            return null;
        if (GuardField.Existing(site, state, type, out var unusable) is not null || unusable)
            return null;
        var existing = GuardField.ExistingLock(site, state, type);
        if (Others(site, state, type, existing) is not { } others)
            return null;
        if (existing is not null)
            return new LockEditor(site, existing.WithoutTrivia().ToString()).Hold(others, null) is { } held ? (held, existing.ToString()) : null;

        var made = new NewGuard(site, state, declaration, isLock: true);
        if (made.Anchor() is not { } anchor)
            return null;
        var name = SemaphoreGuardEditor.Reference(site, made.Name, anchor is TypeDeclarationSyntax && !state.IsStatic);
        if (new LockEditor(site, name).Hold(others, anchor) is not { } root || root.GetCurrentNode(anchor) is not { } place)
            return null;
        return (made.Declare(root, place), made.Name);
    }

    /// <summary>The finding and the others under the lock, one after the other.</summary>
    private SyntaxNode? Hold(IReadOnlyList<SyntaxNode> others, SyntaxNode? anchor)
    {
        var nodes = anchor is null ? others : others.Append(anchor);
        if (_site.After(_site.Root.TrackNodes(_site.Tracked.Concat(nodes).Distinct())) is not { } now)
            return null;
        if (Step(now) is null && (HoistAwaitEditor.Edit(now) ?? MoveReadEditor.Edit(now)) is { } late)
            now = _site.After(late) ?? now;
        var root = Step(now) is { } step ? Wrap(now, step) : null;
        foreach (var other in others)
        {
            if (root is null || _site.After(root) is not { } after || after.Root.GetCurrentNode(other) is not { } here)
                return null;
            if (IsHeld(here, text => text == _lock))
                continue;
            var at = after.At(here);
            if (Step(at) is null && HoistAwaitEditor.Edit(at) is { } waited && _site.After(waited) is { } later && later.Root.GetCurrentNode(other) is { } there)
                at = later.At(there);
            root = !IsOldValue(at) && Step(at) is { } range ? Wrap(at, range) : null;
        }

        return root;
    }

    /// <summary>What was computed from the state before a wait is old, lock or no lock.</summary>
    private static bool IsOldValue(FixSite site)
    {
        if (Accesses.Location(site) is not { } state || site.Write is not AssignmentExpressionSyntax write)
            return false;
        var used = write.Right.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(name => name.Identifier.ValueText).ToList();
        var own = Bodies.OwnNodes(site.Body).Where(n => n.SpanStart < write.SpanStart).ToList();
        return own.OfType<VariableDeclaratorSyntax>().Where(copy => used.Contains(copy.Identifier.ValueText) && Accesses.Of(state, copy, site.Model).Any())
            .Any(copy => own.Any(n => Bodies.Suspends(n) && n.Span.End > copy.SpanStart && n.Span.End <= write.SpanStart));
    }

    private SyntaxNode? Wrap(FixSite site, GuardRange range) => SemaphoreGuardEditor.Wrap(site, site.Root, range, Locked, null);

    private IEnumerable<StatementSyntax> Locked(IEnumerable<StatementSyntax> inside)
    {
        yield return SyntaxFactory.LockStatement(SyntaxFactory.ParseExpression(_lock), Statements.Block(inside)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>From the condition that decides, or else from the read, to the write; null where that cannot be held.</summary>
    private static GuardRange? Step(FixSite site)
    {
        if (Accesses.Location(site) is not { } state || site.Type is not { } type)
            return null;
        var range = Holdable(GuardRange.OfStep(site, Conditions(site, state))) ?? Holdable(GuardRange.OfStep(site, Array.Empty<SyntaxNode>()));
        return range is not null && new GuardSafety(site, state, range, null, type).AllowsTaking(isReentrant: true) ? range : null;
    }

    private static GuardRange? Holdable(GuardRange? range) =>
        range is not null && !range.Code.SelectMany(c => c.DescendantNodesAndSelf(n => !Bodies.IsBody(n))).Any(Bodies.Suspends) ? range : null;

    /// <summary>The tests of the same state since the last suspension: they and the write are one step.</summary>
    private static IEnumerable<SyntaxNode> Conditions(FixSite site, ISymbol state)
    {
        var own = Bodies.OwnNodes(site.Body).Where(n => n.SpanStart < site.Write.SpanStart).ToList();
        var since = own.Where(n => Bodies.Suspends(n) && n.Span.End <= site.Write.SpanStart).Select(n => n.Span.End).DefaultIfEmpty(0).Max();
        return own.OfType<IfStatementSyntax>().Where(test => test.SpanStart >= since && Accesses.Of(state, test.Condition, site.Model).Any()).Select(test => test.Condition);
    }

    private static bool IsHeld(SyntaxNode node, Func<string, bool> isLock) =>
        node.Ancestors().TakeWhile(n => !Bodies.IsBody(n)).Any(n => n is LockStatementSyntax held && isLock(held.Expression.ToString()));

    /// <summary>The other places that have to take the lock; null where one of them stands in another file.</summary>
    private static IReadOnlyList<SyntaxNode>? Others(FixSite site, ISymbol state, INamedTypeSymbol type, ExpressionSyntax? existing)
    {
        var isVariable = state is ILocalSymbol or IParameterSymbol;
        var home = isVariable ? state.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } declared ? declared.Ancestors().First(Bodies.IsBody) : null : null;
        var others = new List<SyntaxNode>();
        foreach (var scope in GuardSafety.Scopes(state, type))
        {
            var model = scope.SyntaxTree == site.Model.SyntaxTree ? site.Model : site.Model.Compilation.GetSemanticModel(scope.SyntaxTree);
            foreach (var write in Accesses.Writes(state, scope, model))
            {
                // What the body that declares a variable does to it comes before or after the runs, unless it is named as a rival.
                if (GuardSafety.IsUnshared(write) || (isVariable && Bodies.Enclosing(write) == home) || (existing is not null && IsHeld(write, text => text == existing.ToString())))
                    continue;
                if (scope.SyntaxTree != site.Model.SyntaxTree)
                    return null;
                others.Add(write);
            }
        }

        return others.Concat(site.Rivals.Where(rival => Accesses.Of(state, rival, site.Model).Any())).Where(other => other != site.Write && !site.Write.Span.Contains(other.Span)).Distinct().OrderBy(other => other.SpanStart).ToList();
    }
}
