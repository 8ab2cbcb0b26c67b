using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Summaries;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.State;

/// <summary>Two members that all others write in one stretch and somebody reads in one, and that this flow writes on two sides of a suspension.</summary>
internal static class BelongTogether
{
    private const BodyTraits NotInUse = BodyTraits.Constructor | BodyTraits.OwnsThis | BodyTraits.StaticConstructor | BodyTraits.Disposal;

    /// <summary>Pairs of writes on two sides of a suspension, of two members of one object, each written once: what is torn, if it belongs together.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="together">Whether two members may be written together elsewhere, by their names.</param>
    public static IEnumerable<(WriteFact First, WriteFact Last)> Apart(MethodFlow flow, Func<string, string, bool>? together = null)
    {
        if (!flow.Suspends || (flow.Root.Traits & NotInUse) != 0)
            yield break;
        var once = flow.Writes.Where(w => IsMember(w.Path)).GroupBy(w => w.Path).Where(g => g.Count() == 1).Select(g => g.First()).Where(IsComputed).ToList();
        foreach (var first in once)
        {
            foreach (var last in once)
            {
                if (!ReferenceEquals(first, last) && first.Path.Root.Kind == last.Path.Root.Kind && together?.Invoke(first.Path.Steps[0].Name, last.Path.Steps[0].Name) != false
                    && !flow.HoldsAround(first, last) && !flow.SuspensionsBetween(first, last).IsEmpty && flow.SuspensionsBetween(last, first).IsEmpty
                    && flow.SuspendsBefore(first, last, new[] { first.Node }))
                    yield return (first, last);
            }
        }
    }

    /// <summary>True where each other member that writes one of the two writes the other with it, one at least, and some member reads both at once.</summary>
    public static bool IsShown(MethodFlow flow, TypeUnderTest type, WriteFact first, WriteFact last)
    {
        var (written, read) = (false, false);
        foreach (var other in type.Flows)
        {
            if (Equals(other.Root.Key, flow.Root.Key) || (other.Root.Traits & NotInUse) != 0)
                continue;
            var (a, b) = (other.Writes.FirstOrDefault(w => w.Path.Equals(first.Path)), other.Writes.FirstOrDefault(w => w.Path.Equals(last.Path)));
            if (a is null != b is null || (a is not null && b is not null && !InOneStretch(other, a, b)))
                return false;
            written |= a is not null && b is not null && IsComputed(a) && IsComputed(b);
            var (c, d) = (other.Reads.FirstOrDefault(r => r.Path.Equals(first.Path)), other.Reads.FirstOrDefault(r => r.Path.Equals(last.Path)));
            read |= c is not null && d is not null && InOneStretch(other, c, d);
        }

        return written && read;
    }

    private static bool InOneStretch(MethodFlow flow, AccessFact a, AccessFact b) => flow.SuspensionsBetween(a, b).IsEmpty && flow.SuspensionsBetween(b, a).IsEmpty;

    private static bool IsMember(AccessPath path) => !path.Truncated && !path.IsContent && path.Steps.Length == 1 && path.Root.Kind is RootKind.This or RootKind.Static;

    /// <summary>A value that was worked out, not one to begin or end with: those mark progress, and each is true when it is set.</summary>
    private static bool IsComputed(WriteFact write) =>
        write.Write is { Constant: ConstantKind.None, Kind: WriteKind.Assign or WriteKind.Update, Empties: false }
        && (write.Write.Site.Node as AssignmentExpressionSyntax)?.Right is not (LiteralExpressionSyntax or DefaultExpressionSyntax or BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 }, Initializer: null })
        && (write.Write.Site.Node as AssignmentExpressionSyntax)?.Right is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Empty" or "MinValue" or "MaxValue" or "Zero" or "None" or "Now" or "UtcNow" };
}
