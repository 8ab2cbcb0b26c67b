using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>
/// Takes the awaits out of an expression into locals before it. Everything that has an effect and was evaluated before the last of
/// them goes with them, in order; what only reads stays, and thereby reads later: that is the point.
/// </summary>
internal sealed class Hoisting
{
    private readonly Dictionary<SyntaxNode, string> _names;

    private Hoisting(IReadOnlyList<StatementSyntax> declarations, Dictionary<SyntaxNode, string> names)
    {
        Declarations = declarations;
        _names = names;
    }

    /// <summary>The locals, in evaluation order.</summary>
    public IReadOnlyList<StatementSyntax> Declarations { get; }

    /// <summary>True where <paramref name="node"/> goes into one of the locals.</summary>
    public bool Takes(SyntaxNode node) => _names.Keys.Any(key => key.Span.Contains(node.Span));

    /// <summary><paramref name="node"/>, which contains the expression, with the locals in place of what was taken out.</summary>
    public T Apply<T>(T node) where T : SyntaxNode =>
        node.ReplaceNodes(_names.Keys.Where(key => node.Span.Contains(key.Span)), (original, _) =>
            SyntaxFactory.IdentifierName(_names[original]).WithTriviaFrom(original));

    /// <summary>
    /// The plan for <paramref name="expression"/>; null where an await needs <paramref name="stale"/> itself, runs on some ways only,
    /// or its value cannot be put into a local.
    /// </summary>
    /// <param name="site">Model and style.</param>
    /// <param name="expression">The whole expression of a statement.</param>
    /// <param name="stale">The read that has to come after the awaits; the expression itself for all awaits in it.</param>
    /// <param name="names">Names for the locals.</param>
    public static Hoisting? Plan(FixSite site, ExpressionSyntax expression, SyntaxNode stale, NameScope names)
    {
        var model = site.Model;
        var awaits = expression.DescendantNodesAndSelf(node => node is not AnonymousFunctionExpressionSyntax).OfType<AwaitExpressionSyntax>().ToList();
        if (stale != expression && awaits.Any(a => a.Span.Contains(stale.Span)))
            return null;
        var last = awaits.LastOrDefault(a => a.SpanStart >= stale.SpanStart && !awaits.Any(outer => outer != a && outer.Span.Contains(a.Span)));
        if (last is null)
            return null;

        var units = new List<ExpressionSyntax>();
        Collect(expression, stale, last, model, units);
        var declarations = new List<StatementSyntax>();
        var replaced = new Dictionary<SyntaxNode, string>();
        foreach (var unit in units)
        {
            if (!Purity.AlwaysRuns(unit, expression) || !CanBeHeld(unit, model, out var type) || MovesReadPastWrite(unit, expression, last, units, model))
                return null;
            var name = names.ForValue(unit);
            declarations.Add(site.Style.Declare(model, expression, name, type, unit));
            replaced.Add(WithParentheses(unit), name);
        }

        return new Hoisting(declarations, replaced);
    }

    private static void Collect(SyntaxNode node, SyntaxNode stale, AwaitExpressionSyntax last, SemanticModel model, List<ExpressionSyntax> units)
    {
        if (node.SpanStart > last.SpanStart || node is AnonymousFunctionExpressionSyntax)
            return;
        var staysLater = node.Span.Contains(stale.Span) || (node != last && node.Span.Contains(last.Span));
        if (node is ExpressionSyntax expression && (!staysLater || node == last) && IsUnit(expression, model))
        {
            units.Add(expression);
            return;
        }

        foreach (var child in node.ChildNodes())
            Collect(child, stale, last, model, units);
    }

    private static bool IsUnit(ExpressionSyntax expression, SemanticModel model) =>
        !Purity.IsPureStep(expression, model) || (Purity.Chooses(expression) && !Purity.IsPure(expression, model));

    private static bool CanBeHeld(ExpressionSyntax unit, SemanticModel model, out ITypeSymbol type)
    {
        type = model.GetTypeInfo(unit).Type!;
        if (type is null or IErrorTypeSymbol or { SpecialType: SpecialType.System_Void } or { TypeKind: TypeKind.Pointer } || type.IsRefLikeType)
            return false;
        if (unit.Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 } or RefExpressionSyntax)
            return false;
        var isTarget = unit.Parent is AssignmentExpressionSyntax assignment && assignment.Left == unit;
        var isReceiver = unit.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax;
        return !isTarget && !(isReceiver && type.IsValueType && unit is not AwaitExpressionSyntax);
    }

    /// <summary>A local that is read before the hoisted code writes it would be read after it.</summary>
    private static bool MovesReadPastWrite(ExpressionSyntax unit, ExpressionSyntax expression, AwaitExpressionSyntax last, List<ExpressionSyntax> units, SemanticModel model)
    {
        var written = model.AnalyzeDataFlow(unit) is { Succeeded: true } flow ? flow.WrittenInside : default;
        if (written.IsDefaultOrEmpty)
            return false;
        return expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Where(name => name.SpanStart < last.SpanStart && !units.Any(u => u.Span.Contains(name.Span)))
            .Any(name => model.GetSymbolInfo(name).Symbol is { } symbol && written.Contains(symbol, SymbolEqualityComparer.Default));
    }

    private static SyntaxNode WithParentheses(SyntaxNode unit)
    {
        while (unit.Parent is ParenthesizedExpressionSyntax parenthesized)
            unit = parenthesized;
        return unit;
    }
}
