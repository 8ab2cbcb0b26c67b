using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Summaries;

/// <summary>
/// The flows of a first look at a type, for a second one with more bodies at hand: a flow is the same if nothing that its entry names,
/// directly or through others, has come to hand since.
/// </summary>
internal sealed class KnownFlows
{
    private readonly TypeBodies _bodies;
    private readonly Dictionary<object, (LoweredBody Body, bool Substitute, CallSubstitution By, MethodFlow Flow)> _flows = new();

    /// <summary>For the bodies that were at hand.</summary>
    public KnownFlows(TypeBodies bodies) => _bodies = bodies;

    /// <summary>Keeps the flow of an entry.</summary>
    public void Add(LoweredBody body, bool substitute, CallSubstitution by, MethodFlow flow) => _flows[body.Key] = (body, substitute, by, flow);

    /// <summary>The flow of an entry, if the bodies at hand now make no difference to it; null otherwise.</summary>
    public (CallSubstitution By, MethodFlow Flow)? Find(LoweredBody body, bool substitute, TypeBodies now) =>
        _flows.TryGetValue(body.Key, out var known) && ReferenceEquals(known.Body, body) && known.Substitute == substitute
        && ReferenceEquals(_bodies.FindNested(body.Key), now.FindNested(body.Key)) && IsSame(body, now, new HashSet<object>())
            ? (known.By, known.Flow)
            : null;

    private bool IsSame(LoweredBody body, TypeBodies now, HashSet<object> seen)
    {
        if (!seen.Add(body))
            return true;
        foreach (var block in body.Blocks)
        {
            foreach (var e in block.Events)
            {
                if (e is Enter enter && !IsSame(enter.Body.Body, now, seen))
                    return false;
                if (e is not Call call)
                    continue;
                if (!IsSame(call.Target, now, seen))
                    return false;
                foreach (var argument in call.Arguments)
                {
                    if (argument.Delegate is { } handed && !IsSame(handed, now, seen))
                        return false;
                }
            }
        }

        foreach (var nested in body.Nested)
        {
            if (!IsSame(nested.Body, now, seen))
                return false;
        }

        return true;
    }

    private bool IsSame(object target, TypeBodies now, HashSet<object> seen)
    {
        if (!seen.Add(target))
            return true;
        var callee = now.Find(target);
        return ReferenceEquals(_bodies.Find(target), callee) && ReferenceEquals(_bodies.FindNested(target), now.FindNested(target))
            && (callee is null || IsSame(callee, now, seen));
    }
}
