using AsyncStateAnalyzers.Knowledge.Ambient;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.Ambient;

/// <summary>
/// An async function that sets an ambient value gives its caller the context back that it came with: what the caller reads is what it
/// was before. A function that only returns a task, and is not async, sets it for its caller.
/// </summary>
internal static class AsyncLocalSetUnseen
{
    private const int MaxDepth = 3;

    /// <summary>The declaration.</summary>
    public static RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0403",
        name: "AsyncLocal set where the caller cannot see it",
        since: "0.1.0",
        message: "'{0}' sets the value for '{1}' alone, because an async method gives its caller back the one from before: {2}",
        description: "When an async method comes back to its caller, the runtime restores the caller's execution context. What the method has set in an AsyncLocal is seen by what it calls, and not by who calls it.");

    /// <summary>What is wrong in a life.</summary>
    public static IEnumerable<PlaceFinding> Judge(AmbientLife life, SyntaxTree file, CancellationToken cancellationToken)
    {
        foreach (var set in life.Sets.ToList())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!set.IsInAsync || set.Function is AnonymousFunctionExpressionSyntax or null || (life.IsPlatform && set.Node.SyntaxTree != file) || !ComesBack(set, cancellationToken) || !Giving.IsMeantToStay(set, life, cancellationToken))
                continue;
            if (life.Sets.Any(s => s.Function == set.Function && s.Node.SpanStart > set.Node.SpanStart && AmbientUse.Follows(set.Node, s.Node)))
                continue;
            var after = Giving.After(set, life, cancellationToken);
            var isSeenElsewhere = life.IsWatched || life.Sets.Any(s => s.Function != set.Function && ReachesOthers(s, life, cancellationToken));
            if ((after == Afterwards.Nothing || !isSeenElsewhere) && !(life.IsPlatform && after == Afterwards.Code) && Reader(set, life, cancellationToken) is var (call, read))
            {
                var isDirect = AmbientUse.FunctionOf(read) is not AnonymousFunctionExpressionSyntax;
                yield return PlaceFinding.Of(Info, set.Node, true, new[] { call, read }, isDirect && set.Depth == 0 ? FixKinds.ReturnValue : FixKinds.None, PlaceFinding.Text(set.Node), NameOf(set.Function), $"'{NameOf(AmbientUse.FunctionOf(read)!)}' reads it after '{PlaceFinding.Text(call)}'");
            }
            else if (after != Afterwards.Code && !life.IsWatched && (life.IsPlatform || life.Reads.Any(r => r.Function != set.Function)))
            {
                yield return PlaceFinding.Of(Info, set.Node, after == Afterwards.Nothing, new[] { set.Node }, FixKinds.None, PlaceFinding.Text(set.Node), NameOf(set.Function), $"nothing that runs in '{NameOf(set.Function)}' after that reads it");
            }
        }
    }

    /// <summary>A call after which its caller reads the value, which it has not set itself.</summary>
    private static (SyntaxNode Call, SyntaxNode Read)? Reader(AmbientUse set, AmbientLife life, CancellationToken cancellationToken)
    {
        var seen = new HashSet<SyntaxNode> { set.Function! };
        var level = new List<(SyntaxNode Function, SemanticModel Model)> { (set.Function!, set.Model) };
        for (var depth = 0; depth < MaxDepth && level.Count > 0; depth++)
        {
            var next = new List<(SyntaxNode, SemanticModel)>();
            foreach (var (function, model) in level)
            {
                if (model.GetDeclaredSymbol(function, cancellationToken) is not IMethodSymbol symbol)
                    continue;
                foreach (var call in AmbientCalls.Of(symbol, model, cancellationToken))
                {
                    if (AmbientUse.FunctionOf(call) is not { } caller || life.Sets.Any(s => s.Function == caller) || !CallShape.IsWaitedFor(call, AmbientCalls.ModelOf(call, model), cancellationToken) && !IsWaitedForLater(call, caller))
                        continue;
                    if (life.Reads.Where(r => r.Function == caller && !r.Sets && AmbientUse.Follows(call, r.Node)).OrderBy(r => r.Node.SpanStart).FirstOrDefault() is { } read)
                        return (call, read.Node);
                    if (seen.Add(caller) && caller is MethodDeclarationSyntax or LocalFunctionStatementSyntax)
                        next.Add((caller, AmbientCalls.ModelOf(call, model)));
                }
            }

            level = next;
        }

        return null;
    }

    /// <summary>True where the task is kept in a local that is awaited further down.</summary>
    private static bool IsWaitedForLater(SyntaxNode call, SyntaxNode caller) =>
        call.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax local }
        && caller.DescendantNodes().OfType<AwaitExpressionSyntax>().Any(a => a.Expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == local.Identifier.ValueText));

    /// <summary>True for a function whose caller gets a task of the platform: no other kind is known to restore the context.</summary>
    private static bool ComesBack(AmbientUse set, CancellationToken cancellationToken) =>
        set.Model.GetDeclaredSymbol(set.Function!, cancellationToken) is IMethodSymbol { ReturnType: INamedTypeSymbol { Name: "Task" or "ValueTask" } };

    /// <summary>True for a set that leaves a value to callers who are not in view, or that is in a flow of its own: the reader may mean that one.</summary>
    private static bool ReachesOthers(AmbientUse set, AmbientLife life, CancellationToken cancellationToken)
    {
        if (!Giving.IsMeantToStay(set, life, cancellationToken))
            return false;
        if (set.IsInAsync)
            return Giving.After(set, life, cancellationToken) == Afterwards.Code;
        // A function that sets it for its callers, all of which are in view.
        return !life.Sets.Any(s => s.Origin == set.Origin && s.Depth > set.Depth);
    }

    private static string NameOf(SyntaxNode function) => function switch
    {
        LocalFunctionStatementSyntax local => local.Identifier.ValueText,
        CompilationUnitSyntax => "Program",
        _ => CallShape.NameOfMember(function is MemberDeclarationSyntax ? function.ChildNodes().FirstOrDefault() ?? function : function),
    };
}
