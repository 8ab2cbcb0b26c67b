using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Channels;

/// <summary>
/// The only completion of a channel, where it stands behind a wait for those who write and nothing leads there when they fail:
/// <c>Task.Run(async () => { await Task.WhenAll(workers); output.Writer.Complete(); })</c>.
/// </summary>
/// <param name="Function">The function that completes it.</param>
/// <param name="Completion">The completion.</param>
/// <param name="Wait">The wait before it.</param>
/// <param name="Thrower">What can fail in the work that is waited for.</param>
internal sealed record CompletionBehindWork(SyntaxNode Function, SyntaxNode Completion, SyntaxNode Wait, SyntaxNode Thrower)
{
    /// <summary>What is to be said of a channel; null where all is well, or where somebody stands and waits for the function that completes it.</summary>
    public static CompletionBehindWork? Of(ChannelLife life, IReadOnlyList<ChannelUse> completions, CancellationToken cancellationToken)
    {
        if (completions.Count != 1 || completions[0] is not { Call: { } call, Forwards: false } completion || CallShape.FunctionOf(call) is not { } function || call.Parent is not ExpressionStatementSyntax { Parent: BlockSyntax { Parent: var owner } block } last || owner != function)
            return null;
        if (life.HasMoreWriters || life.Uses.Any(u => u != completion && CallShape.FunctionOf(u.Node) == function))
            return null;
        var writers = life.Uses.Where(u => u.Writes).Select(u => CallShape.FunctionOf(u.Node)).OfType<SyntaxNode>().Distinct().ToList();
        foreach (var before in block.Statements.TakeWhile(s => s != last).OfType<ExpressionStatementSyntax>())
        {
            if (before.Expression is not AwaitExpressionSyntax { Expression: var awaited } wait)
                continue;
            var work = Work(awaited, function).ToList();
            if (writers.FirstOrDefault(w => work.Any(n => Starts(n, w))) is { } writer && ThrowerIn(writer, life) is { } thrower && IsLoose(life, completion, cancellationToken))
                return new CompletionBehindWork(function, call, wait, thrower);
        }

        return null;
    }

    /// <summary>What is awaited, with what fills the locals in it: <c>var workers = …</c>, <c>workers.Add(…)</c>.</summary>
    private static IEnumerable<SyntaxNode> Work(ExpressionSyntax awaited, SyntaxNode function)
    {
        yield return awaited;
        if (CallShape.MemberOf(function) is not { } member)
            yield break;
        var names = awaited.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(n => n.Identifier.ValueText).ToList();
        foreach (var node in member.DescendantNodes())
        {
            if (node is VariableDeclaratorSyntax { Initializer: { } initial } local && names.Contains(local.Identifier.ValueText))
                yield return initial;
            else if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: Awaitables.AddsToList, Expression: IdentifierNameSyntax { Identifier.ValueText: var list } }, ArgumentList: var added } && names.Contains(list))
                yield return added;
        }
    }

    /// <summary>True where the code holds the function, or calls it by its name.</summary>
    private static bool Starts(SyntaxNode work, SyntaxNode function)
    {
        var name = (function as MethodDeclarationSyntax)?.Identifier.ValueText ?? (function as LocalFunctionStatementSyntax)?.Identifier.ValueText;
        return name is null
            ? work.SyntaxTree == function.SyntaxTree && work.Span.Contains(function.Span)
            : work.DescendantNodesAndSelf().Any(n => n is SimpleNameSyntax called && called.Identifier.ValueText == name && called.Parent is not MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax });
    }

    /// <summary>What the function awaits that may fail, and does not catch; a loop through what others send only ends with them.</summary>
    private static SyntaxNode? ThrowerIn(SyntaxNode function, ChannelLife life)
    {
        StatementSyntax? scope = function switch
        {
            MethodDeclarationSyntax method => method.Body,
            LocalFunctionStatementSyntax local => local.Body,
            AnonymousFunctionExpressionSyntax lambda => lambda.Block,
            _ => null,
        };
        while (scope is not null && Loops.MayThrow(scope, life) is { } found)
        {
            if (found is AwaitExpressionSyntax)
                return found;
            scope = found.FirstAncestorOrSelf<CommonForEachStatementSyntax>()?.Statement;
        }

        return null;
    }

    private static bool IsLoose(ChannelLife life, ChannelUse completion, CancellationToken cancellationToken) =>
        ChannelStarts.Of(life, completion, cancellationToken) is [{ IsLoose: true, Several: null }];
}
