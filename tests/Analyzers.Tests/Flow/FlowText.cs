using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Reporting;
using AsyncStateAnalyzers.Summaries;

namespace AsyncStateAnalyzers.Testing;

/// <summary>What the engine concludes, as text: one line for each write that depends on something stale.</summary>
internal static class FlowText
{
    /// <summary>
    /// <c>_n = t &lt;- r</c>: the value stems from the stale read <c>r</c>; <c>if r</c>: decided by a stale test of it; <c>past r</c>: such a test
    /// was passed, but decides nothing here; <c>at r</c>: the place was selected by it. Guards that protect stand behind in brackets.
    /// </summary>
    public static string Of(string blocks) => Of(Graph(BodyText.One(blocks)));

    /// <summary>The same for all flows of a type; each flow that has something to say under its name.</summary>
    public static string OfType(string bodies, Dictionary<string, object>? keys = null)
    {
        var type = TypeUnderTest.Of(null, BodyText.Members(bodies, keys), null, default);
        return Lines(type.Flows.Select(f => (f.Root.Name, Text: Of(f))).Where(f => f.Text.Length > 0).Select(f => $"{f.Name}: {f.Text}"));
    }

    /// <summary>What is reported on a type: the rule and the late write, a line each.</summary>
    public static string Reports(string bodies, Dictionary<string, object>? keys = null) =>
        Lines(TypeAnalysis.Judge(TypeUnderTest.Of(null, BodyText.Members(bodies, keys), null, default), null, default).Findings.Select(f => $"{f.RuleId} {f.Primary.Text}"));

    /// <summary>The graph of one body without calls.</summary>
    public static FlowGraph Graph(LoweredBody body) => CallSubstitution.Build(body, new TypeBodies([body])).Graph;

    /// <summary>What is changed after it was sent: <c>change after send</c>, a line each.</summary>
    public static string Changes(string blocks) =>
        Lines(MethodFlow.Of(Graph(BodyText.One(blocks)), default).ChangesAfterSend.Select(c => $"{c.Event.Site.Text} after {c.Send.Event.Site.Text}").Distinct());

    private static string Of(FlowGraph graph) => Of(MethodFlow.Of(graph, default));

    private static string Of(MethodFlow flow) => Lines(flow.Writes.Select(w => Of(flow, w)).Where(l => l is not null)!);

    private static string? Of(MethodFlow flow, WriteFact write)
    {
        var parts = write.From.Where(r => r.IsStale).Select(r => "<- " + Name(flow, r))
            .Concat(write.Where.Where(r => r.IsStale).Select(r => "at " + Name(flow, r)))
            .Concat(write.Consumed.Where(r => r.IsStale).Select(r => "of " + Name(flow, r)))
            .Concat(write.Decisions.Where(d => d.Read.IsStale).Select(d => (d.Decides ? "if " : "past ") + Name(flow, d.Read)))
            .Distinct()
            .ToList();
        return parts.Count == 0 ? null : $"{write.Write.Site.Text} {string.Join(" ", parts)}";
    }

    private static string Name(MethodFlow flow, ReadFact read)
    {
        var guards = flow.Guards(read.Protection);
        return read.Event.Site.Text.Split(' ')[0] + (guards.IsEmpty ? "" : "[" + string.Join(",", guards.Select(g => g.DisplayName)) + "]");
    }

    private static string Lines(IEnumerable<string?> lines) => string.Join("\n", lines);
}
