using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.Knowledge;

/// <content>Who names whom.</content>
internal sealed partial class TypeOutline
{
    private readonly Dictionary<MemberOutline, List<MemberOutline>> _namedIn = new();

    /// <summary>The members and all that they name, directly or through others.</summary>
    [MethodImpl(Tiering.AtOnce)]
    private HashSet<MemberOutline> Reached(IEnumerable<MemberOutline> start)
    {
        var seen = new HashSet<MemberOutline>(start);
        var open = new Stack<MemberOutline>(seen);
        while (open.Count > 0)
        {
            foreach (var member in NamedIn(open.Pop()))
            {
                if (seen.Add(member))
                    open.Push(member);
            }
        }

        return seen;
    }

    /// <summary>The members that a member names, by name alone.</summary>
    private List<MemberOutline> NamedIn(MemberOutline member)
    {
        if (_namedIn.TryGetValue(member, out var known))
            return known;
        known = new List<MemberOutline>();
        foreach (var name in member.Mentions)
        {
            if (_byName.TryGetValue(name.Key, out var named))
                known.AddRange(named);
        }

        _namedIn.Add(member, known);
        return known;
    }
}
