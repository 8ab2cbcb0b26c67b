using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Tasks that a body puts into a local where something is held that they need: a local that nobody looks at is as good as none, and one that is
/// awaited behind the end of a guard has run without it.
/// </summary>
internal static class KeptTasks
{
    /// <summary>True where the syntax alone says that a look is worth while: <c>var scan = CountAsync(source);</c>, and <c>scan</c> is not named again.</summary>
    public static bool MayBe(LocalDeclarationStatementSyntax statement) =>
        statement is { UsingKeyword.RawKind: 0, Declaration.Variables: { Count: 1 } variables }
        && variables[0].Initializer?.Value is InvocationExpressionSyntax call && StartSyntax.IsLoose(call)
        && OutlivingTasks.IsInside(statement) && (IsForgotten(statement, variables[0].Identifier.ValueText) || BehindGuard(call) is not null);

    /// <summary>The same for <c>flush = _stream.FlushAsync();</c> in front of the end of a guard.</summary>
    public static bool MayBe(ExpressionStatementSyntax statement) =>
        statement.Expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: not "_" }, Right: InvocationExpressionSyntax call }
        && StartSyntax.IsLoose(call) && OutlivingTasks.IsInside(statement) && BehindGuard(call) is not null;

    /// <summary>The value of the only variable that is declared.</summary>
    public static IOperation? ValueOf(IVariableDeclarationGroupOperation group) =>
        group.Declarations.Length == 1 && group.Declarations[0].Declarators.Length == 1 ? group.Declarations[0].Declarators[0].Initializer?.Value : null;

    /// <summary>
    /// True where the operation is one of an object that serves one at a time, and is waited for only when the guard has been given back: the next holder
    /// begins another meanwhile.
    /// </summary>
    public static bool RunsWithoutGuard(OutlivingTask task, IOperation call) =>
        task.IsGuard
        && call is IInvocationOperation { Instance: IMemberReferenceOperation { Type: var type }, TargetMethod.Name: var name }
        && SingleUse.Of(type) is { } row && SingleUse.KindOf(row, name) is not null
        && BehindGuard(call.Syntax) is { } region && region.Span.Contains(task.GivenBack.Span);

    private static bool IsForgotten(StatementSyntax statement, string local) =>
        GuardPlaces.Function(statement)?.DescendantNodes().Any(n => n is IdentifierNameSyntax name && name.Identifier.ValueText == local) == false;

    /// <summary>The statement around the call that gives something back at its end, where the task is waited for behind it; null for none.</summary>
    private static SyntaxNode? BehindGuard(SyntaxNode call)
    {
        var region = call.Ancestors().TakeWhile(a => a != GuardPlaces.Function(call)).FirstOrDefault(a => a is TryStatementSyntax { Finally: not null } or UsingStatementSyntax);
        return region is not null && TaskWaits.Of(call) is { } wait && wait.SpanStart >= region.Span.End ? region : null;
    }
}
