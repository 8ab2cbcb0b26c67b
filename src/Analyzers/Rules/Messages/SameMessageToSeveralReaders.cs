using System.Collections.Immutable;
using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Rules.Messages;

/// <summary>One object goes to several readers, and one of them changes it.</summary>
internal sealed class SameMessageToSeveralReaders : Rule
{
    public override RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0303",
        name: "Same message sent to several readers",
        since: "0.1.0",
        message: "'{0}' goes to several readers as one object, by '{1}' and {2}, and a reader changes it: '{3}'",
        description: "Each reader of a message takes it for its own. Where several are given the same object and one changes it, the others see the change, or change it at the same time.");

    public override IEnumerable<Finding> Judge(MethodFlow flow, Judgement judgement)
    {
        foreach (var (earlier, again) in flow.SentAgain)
        {
            if (IsBySeveral(earlier, again) && TypeOf(earlier.Path) is { } type && judgement.ReaderChange(type) is { } change)
                yield return Find(earlier, again, change);
        }
    }

    /// <summary>One of them has to be a message; lambdas that share a variable are another matter.</summary>
    private static bool IsBySeveral(SendInfo earlier, SendInfo again) =>
        ReferenceEquals(earlier.Frame, again.Frame)
        && earlier.Event.Certainty != SendCertainty.Yielded && again.Event.Certainty != SendCertainty.Yielded
        && !(earlier.Event.Certainty == SendCertainty.Captured && again.Event.Certainty == SendCertainty.Captured);

    private Finding Find(SendInfo earlier, SendInfo again, Site change)
    {
        var at = again.Event.Certainty == SendCertainty.Captured ? earlier : again;
        var other = ReferenceEquals(at, again) ? earlier : again;
        var isSure = earlier.Event.Certainty == SendCertainty.Later && again.Event.Certainty == SendCertainty.Later;
        var how = ReferenceEquals(earlier.Event, again.Event) ? "again in the next turn of the loop" : other.Event.Certainty == SendCertainty.Captured ? "by the lambda that names it" : $"by '{other.Event.Site.Text}'";
        return new Finding(
            Info.Id,
            at.Path,
            at.Event.Site,
            new Trail(at.Event.Site, ImmutableArray<Site>.Empty, ImmutableArray.Create(other.Event.Site, change)),
            new Evidence(isSure ? EvidenceStrength.Proven : EvidenceStrength.Possible, Overlap.Anytime, ""),
            ImmutableArray.Create(at.What.Site.Text, at.Event.Site.Text, how, change.Text),
            isSure ? DiagnosticSeverity.Warning : DiagnosticSeverity.Info,
            new FixHint(FixKinds.SendCopy, at.What.Site.Text, at.Path.Root.Kind == RootKind.Static, 0, "", SameBody: true));
    }

    private static ITypeSymbol? TypeOf(AccessPath path) => (path.Steps.IsEmpty ? path.Root.Key : path.Steps[path.Steps.Length - 1].Key) switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };
}
