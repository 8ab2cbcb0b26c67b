using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>
/// Arguments that are places: <c>Raise(ref _count, old)</c>, <c>Peek(out var value)</c>. What has such a parameter neither waits nor hands it on to
/// what runs later, so what lies in the place when the call begins is what the body finds there, and a local has at the end what was put into it last.
/// </summary>
internal sealed partial class CallSubstitution
{
    private static IReadOnlyCollection<object> PlacesOf(Call call) =>
        call.Arguments.Any(static a => a.IsPlace)
            ? call.Arguments.Where(static a => a.IsPlace).Select(static a => a.Parameter).ToImmutableArray()
            : Array.Empty<object>();

    /// <summary>What the parameter holds when the body begins: what lies in the place, and nothing where the body fills it.</summary>
    private static AccessEvent? Passed(CallArgument argument, int slot, Site site) => argument switch
    {
        { By: PassedBy.Ref, Path: { } place } => new Read(slot, place, ReadKind.Value, site),
        { By: PassedBy.Out, Path: not null } => null,
        _ => new Let(slot, argument.Value, site),
    };

    /// <summary>What the body stores in a parameter that is a place is stored there; the call that names the place is where the user sees it.</summary>
    private static Write? StoredBy(AccessEvent e, Frame frame) =>
        frame.Places.Count > 0 && e is Let { Variable: { } variable } let && frame.Places.Contains(variable)
            ? new Write(AccessPath.Of(new PathRoot(RootKind.Parameter, variable, "")), let.From, ImmutableArray<int>.Empty, WriteKind.Assign, let.Constant, frame.Naming(variable).At ?? let.Site)
            : null;

    /// <summary>Behind a call: what the locals hold that it was given to fill; all that is known of a call whose body is not at hand is its result.</summary>
    private void BringBack(Call call, LoweredBody? callee, int shift, int at)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Back < 0)
                continue;
            var from = callee is null ? call.Result : callee.Parameters.Where(p => Equals(p.Key, argument.Parameter)).Select(p => p.Slot + shift).DefaultIfEmpty(-1).First();
            _nodes[at].Events.Add(new Let(argument.Back, from < 0 ? ImmutableArray<int>.Empty : ImmutableArray.Create(from), call.Site));
        }
    }
}
