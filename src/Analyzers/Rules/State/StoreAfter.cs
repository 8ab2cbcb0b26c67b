using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.State;

/// <summary>A collection is changed under a guard that ends with the next suspension, and the same is then told to another object that is waited for.</summary>
internal static class StoreAfter
{
    /// <summary>The changes of a flow, each with the suspension that tells it and the name of the object that is told.</summary>
    public static IEnumerable<(WriteFact Write, Suspend Suspend, string Store)> In(MethodFlow flow)
    {
        foreach (var write in flow.Writes)
        {
            if (!write.Path.IsContent || write.Path.Root.Kind is not (RootKind.This or RootKind.Static) || write.Held == 0 || !flow.HoldsNothingLasting(write) || write.Write.Kind is not (WriteKind.Insert or WriteKind.Remove or WriteKind.TakeOut or WriteKind.TestAndSet or WriteKind.Store))
                continue;
            var given = Arguments(write.Write.Site.Node as InvocationExpressionSyntax);
            if (given.Count == 0)
                continue;
            foreach (var suspend in flow.SuspensionsAfter(write))
            {
                if (Told(suspend) is { } call && Store(call) is { } store && store != write.Path.DisplayName && Arguments(call).Overlaps(given))
                    yield return (write, suspend, store);
            }
        }
    }

    private static InvocationExpressionSyntax? Told(Suspend suspend)
    {
        var node = (suspend.Site.Node as AwaitExpressionSyntax)?.Expression;
        return node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: Awaitables.Configures, Expression: InvocationExpressionSyntax inner } } ? inner : node as InvocationExpressionSyntax;
    }

    private static string? Store(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax name } => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } member } => member.Name.Identifier.ValueText,
        _ => null,
    };

    private static HashSet<string> Arguments(InvocationExpressionSyntax? call) => call is null
        ? new HashSet<string>()
        : new HashSet<string>(call.ArgumentList.Arguments.Select(a => a.Expression).OfType<IdentifierNameSyntax>().Select(n => n.Identifier.ValueText), StringComparer.Ordinal);
}
