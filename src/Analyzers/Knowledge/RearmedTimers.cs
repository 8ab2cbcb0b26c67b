using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Timers that fire once and whose callback sets them again when it is through: <c>new Timer(Tick, null, due, Timeout.InfiniteTimeSpan)</c>, and
/// <c>_timer.Change(due, Timeout.InfiniteTimeSpan)</c> at the end of <c>Tick</c>. The next run begins when the last has ended.
/// </summary>
internal static class RearmedTimers
{
    /// <summary>True for a callback given to the constructor of such a timer.</summary>
    /// <param name="creation">The creation of the timer.</param>
    /// <param name="callback">The lambda or method group.</param>
    public static bool IsCreatedBy(SyntaxNode creation, SyntaxNode callback)
    {
        if (creation is not BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } || !(arguments.Count == 1 || IsNever(arguments.Last().Expression)))
            return false;
        if (creation.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
            return false;
        var settings = Calls(type, Timers.Sets).ToList();
        return settings.All(c => c.ArgumentList.Arguments.Count == 2 && IsNever(c.ArgumentList.Arguments[1].Expression))
            && Bodies(type, callback).Any(b => EndsWith(b, settings));
    }

    /// <summary>True for a handler of a timer that does not go on by itself and that the handler starts again.</summary>
    /// <param name="subscription">The assignment that adds the handler.</param>
    /// <param name="callback">The lambda or method group.</param>
    public static bool IsHandlerOf(SyntaxNode subscription, SyntaxNode callback)
    {
        if (subscription is not AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: Timers.Fires, Expression: var timer } } || subscription.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
            return false;
        var name = timer.ToString();
        if (!type.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a => a.Right.IsKind(SyntaxKind.FalseLiteralExpression) && a.Left switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: Timers.GoesOn } set => set.Expression.ToString() == name,
            IdentifierNameSyntax { Identifier.ValueText: Timers.GoesOn } => IsInitializerOf(a, name),
            _ => false,
        }))
            return false;
        var starts = Calls(type, Timers.Starts).Where(c => c.Expression is MemberAccessExpressionSyntax started && started.Expression.ToString() == name).Cast<SyntaxNode>()
            .Concat(type.DescendantNodes().OfType<AssignmentExpressionSyntax>().Where(a => a.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: Timers.Runs } set && set.Expression.ToString() == name && a.Right.IsKind(SyntaxKind.TrueLiteralExpression)))
            .ToList();
        return Bodies(type, callback).Any(b => EndsWith(b, starts));
    }

    /// <summary>
    /// <c>void Start() => Task.Delay(9).ContinueWith(_ => RunAsync())</c>, where only the constructor and the end of <c>RunAsync</c> itself call <c>Start</c>: the
    /// next run begins when the last has ended.
    /// </summary>
    /// <param name="call">The call that is given the continuation.</param>
    /// <param name="callback">The lambda or method group.</param>
    public static bool IsContinuedBy(SyntaxNode call, SyntaxNode callback)
    {
        if (call.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { Parent: TypeDeclarationSyntax type } starter || !starter.Modifiers.All(static m => m.IsKind(SyntaxKind.PrivateKeyword)) || type.Modifiers.Any(SyntaxKind.PartialKeyword))
            return false;
        if (call.Ancestors().TakeWhile(a => a != starter).Any(static a => a is AnonymousFunctionExpressionSyntax or ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax))
            return false;
        var bodies = Bodies(type, callback).ToList();
        var uses = type.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == starter.Identifier.ValueText).ToList();
        return uses.Count == 2
            && uses.Any(static u => u.Ancestors().OfType<ConstructorDeclarationSyntax>().Any() && !u.Ancestors().Any(static a => a is AnonymousFunctionExpressionSyntax))
            && uses.Any(u => bodies.Any(b => u.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { Parent: BlockSyntax { Parent: var owner } block } statement && owner == b && block.Statements.Last() == statement));
    }

    private static bool IsInitializerOf(AssignmentExpressionSyntax set, string name) =>
        set.Parent?.Parent is BaseObjectCreationExpressionSyntax { Parent: var holder } && holder switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable } => variable.Identifier.ValueText == name,
            AssignmentExpressionSyntax assignment => assignment.Left.ToString() == name,
            _ => false,
        };

    /// <summary>The callback and the methods of the type that it calls.</summary>
    private static IEnumerable<SyntaxNode> Bodies(TypeDeclarationSyntax type, SyntaxNode callback)
    {
        if (callback is AnonymousFunctionExpressionSyntax)
            yield return callback;
        var names = new HashSet<string>(callback.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(static n => n.Identifier.ValueText), StringComparer.Ordinal);
        foreach (var method in type.Members.OfType<MethodDeclarationSyntax>())
        {
            if (names.Contains(method.Identifier.ValueText))
                yield return method;
        }
    }

    /// <summary>The timer is set in the body, and nothing is awaited after that.</summary>
    private static bool EndsWith(SyntaxNode body, IEnumerable<SyntaxNode> settings) =>
        settings.Any(s => body.Span.Contains(s.Span) && !body.DescendantNodes().OfType<AwaitExpressionSyntax>().Any(a => a.SpanStart > s.SpanStart));

    private static IEnumerable<InvocationExpressionSyntax> Calls(SyntaxNode type, string name) =>
        type.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(i => i.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText == name,
            MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText == name,
            _ => false,
        });

    private static bool IsNever(ExpressionSyntax period) => period switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => Timers.IsNever(name),
        IdentifierNameSyntax { Identifier.ValueText: var name } => Timers.IsNever(name),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression } => true,
        InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } => IsNever(arguments[0].Expression),
        _ => false,
    };
}
