using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Knowledge.Completions;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.Signals;

/// <summary>A completion in one of the ways in which it comes to run.</summary>
/// <param name="Completion">The place.</param>
/// <param name="Run">The way.</param>
/// <param name="Claim">What the way does to be the only one.</param>
internal sealed record Contender(Completion Completion, CodeRun Run, Claim Claim)
{
    /// <summary>The function that it stands in.</summary>
    public SyntaxNode Function { get; } = CallShape.FunctionOf(Completion.Node) ?? Completion.Node;

    /// <summary>The member that sets it going, for those that a caller runs.</summary>
    public string Member => Run.Occasion == Occasion.Caller ? CallShape.NameOfMember(Run.Way.Last()) : "";

    /// <summary>True where the member starts what the object does.</summary>
    public bool Begins => Array.IndexOf(ChannelApi.Starts, Member) >= 0;

    /// <summary>True where the member ends what the object does.</summary>
    public bool Ends => Array.IndexOf(ChannelApi.Endings, Member) >= 0;

    /// <summary>True where it is the last that is called of an object.</summary>
    public bool Disposes => Member.StartsWith("Dispose", StringComparison.Ordinal);
}

/// <summary>Why somebody else can complete a signal first.</summary>
/// <param name="Strength">How much speaks for it.</param>
/// <param name="Rival">The place that can be first.</param>
/// <param name="Because">The clause for the message.</param>
/// <param name="NeedsThreads">True where it takes more than one object that serves many: several threads, an end before the start is over, or one place that two members lead to.</param>
internal sealed record Rivalry(EvidenceStrength Strength, SyntaxNode Rival, string Because, bool NeedsThreads = false)
{
    /// <summary>Can the rival come before? Null where it cannot, or nothing says that it does.</summary>
    public static Rivalry? Between(Contender late, Contender rival, Signal signal, IReadOnlyCollection<Contender> all)
    {
        if (late.Run.Site == rival.Run.Site || late.Claim == Claim.Taken || rival.Claim == Claim.Taken || (late.Completion != rival.Completion && late.Function == rival.Function))
            return null;
        if (IsMaking(late, signal) || IsMaking(rival, signal) || Occasions.ComesLast(rival.Member) || (!signal.Symbol.IsStatic && !signal.IsLocal && AreSiblings(late, rival)) || Claims.TakeAwayUnderOneLock(late.Completion.Node, rival.Completion.Node, signal.Symbol.Name))
            return null;
        if (late.Run.Given == rival.Run.Given || AreOrdered(late, rival) || AreOrdered(rival, late))
            return null;
        var onItsOwn = late.Run.ComesOnItsOwn || rival.Run.ComesOnItsOwn;
        if (!onItsOwn && !(late.Completion.IsOwn && rival.Completion.IsOwn))
            return null;
        if (signal.IsElement && !onItsOwn && !Comes(late) && !Comes(rival))
            return null;
        var strength = StrengthOf(late, rival, onItsOwn);
        if (signal.IsElement && strength == EvidenceStrength.Likely)
            strength = EvidenceStrength.Possible;
        if (strength == EvidenceStrength.Likely && (late.Claim == Claim.Checked || rival.Claim == Claim.Checked))
            strength = EvidenceStrength.Possible;
        if (strength == EvidenceStrength.Likely && (IsBeforeHandedOn(late, rival) || IsBeforeHandedOn(rival, late)))
            strength = EvidenceStrength.Possible;
        var comesInTurn = !onItsOwn && (LeadsToBoth(rival, late, all) || LeadsToBoth(late, rival, all) || IsBeforeStart(rival, late) || IsBeforeStart(late, rival));
        if (strength == EvidenceStrength.Likely && comesInTurn)
            strength = EvidenceStrength.Possible;
        return strength == EvidenceStrength.Refuted ? null : new Rivalry(strength, rival.Completion.Node, How(rival), comesInTurn || (!onItsOwn && (late.Completion == rival.Completion || (late.Begins && rival.Ends) || (late.Ends && rival.Begins))));
    }

    /// <summary>Two types that inherit the signal complete their own: no object is of both.</summary>
    private static bool AreSiblings(Contender late, Contender rival)
    {
        if (!late.Completion.IsOwn || !rival.Completion.IsOwn)
            return false;
        var (a, b) = (TypeOf(late), TypeOf(rival));
        return a is not null && b is not null && !IsOrInherits(a, b) && !IsOrInherits(b, a);
    }

    private static INamedTypeSymbol? TypeOf(Contender contender) =>
        contender.Function.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration ? contender.Completion.Model.GetDeclaredSymbol(declaration) as INamedTypeSymbol : null;

    private static bool IsOrInherits(INamedTypeSymbol type, INamedTypeSymbol other) =>
        type.SelfAndBases().Any(t => SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, other.OriginalDefinition));

    /// <summary>The work that completes it leads to the other place as well, where one comes after the other: to meet there takes another way.</summary>
    private static bool LeadsToBoth(Contender work, Contender other, IReadOnlyCollection<Contender> all) =>
        work.Run.Occasion == Occasion.Work && all.Any(c => c.Completion == other.Completion && c.Run.Given == work.Run.Given);

    /// <summary>One call of the function completes it or starts the work, and does not do both: to meet takes two calls.</summary>
    private static bool IsBeforeStart(Contender here, Contender work) =>
        work.Run.Occasion == Occasion.Work && here.Function == CallShape.FunctionOf(work.Run.Given) && here.Completion.Node.Span.End <= work.Run.Given.SpanStart;

    /// <summary>The same of a callback that is registered further on, and in no loop with it.</summary>
    private static bool IsBeforeHandedOn(Contender here, Contender callback) =>
        callback.Run is { ComesOnItsOwn: true, IsHandedOn: true, Given: var given } && here.Function == CallShape.FunctionOf(given) && here.Completion.Node.Span.End <= given.SpanStart
        && !given.Ancestors().TakeWhile(n => n != here.Function).Any(n => n is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax && n.Span.Contains(here.Completion.Node.Span));

    /// <summary>One call completes it twice: in a <c>catch</c>, and then in the <c>finally</c> or behind it.</summary>
    public static Rivalry? InTurn(Contender late, Signal signal) => Knowledge.Completions.InTurn.Before(late.Completion, signal) is not { } first ? null
        : new Rivalry(EvidenceStrength.Proven, first.Node, $"'{PlaceFinding.Text(first.Node)}' has come before where an exception is caught");

    /// <summary>A flag is looked at and set in two steps: two calls can both find it as it was. Or an event is raised again.</summary>
    public static Rivalry? WithItself(Contender late, Signal signal)
    {
        if (signal.IsElement)
            return null;
        if (late.Claim == Claim.None && SameForSeveral.Of(late.Completion, signal.Symbol) is { } beside)
            return new Rivalry(Claims.IsUnconditional(late.Completion.Node) ? EvidenceStrength.Likely : EvidenceStrength.Possible, beside, $"'{PlaceFinding.Text(beside)}' gives it to one more that completes it");
        if (late.Claim == Claim.None && NextTurn.CompletesAgain(late.Completion.Node, signal.Symbol))
            return new Rivalry(EvidenceStrength.Likely, late.Completion.Node, "the next turn of the loop completes it once more");
        if (late is { Claim: Claim.None, Run.Occasion: Occasion.Event } && RepeatingEvent(late) is { } name && late.Run.Way.Length == 1 && Claims.IsUnconditional(late.Completion.Node))
            return new Rivalry(EvidenceStrength.Possible, late.Completion.Node, $"'{name}' can be raised again, and nothing takes the handler back");
        if (late is not { Claim: Claim.Checked, Run.Occasion: Occasion.Caller, Ends: false, Completion.IsOwn: true })
            return null;
        if (late.Run.Way.Select(n => CallShape.FunctionOf(n) is { } function ? Claims.Flag(n, function) : null).FirstOrDefault(f => f is not null) is { } flag)
            return new Rivalry(EvidenceStrength.Possible, late.Completion.Node, $"two calls of '{late.Member}' can both find '{flag.Identifier.ValueText}' as it was before either sets it", !Claims.WaitsBeforeSet(flag));
        return late.Run.Way.Any(n => CallShape.FunctionOf(n) is { } function && Claims.LooksWhetherCompleted(n, function))
            ? new Rivalry(EvidenceStrength.Possible, late.Completion.Node, $"two calls of '{late.Member}' can both find it not completed", !late.Function.DescendantNodes().OfType<AwaitExpressionSyntax>().Any(a => a.Span.End <= late.Completion.Node.SpanStart))
            : null;
    }

    /// <summary>The event that is raised over and over, and whose handler nobody takes back: another event does not come instead of it. Null for any other.</summary>
    private static string? RepeatingEvent(Contender contender) =>
        contender.Run.Given is AssignmentExpressionSyntax { Left: var target } given && NameOf(target) is { } name && name.HasWord(Knowledge.Tables.Signals.Repeating) && !IsTakenBack(name, given) ? name : null;

    private static string? NameOf(ExpressionSyntax target) => target switch { MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText, IdentifierNameSyntax name => name.Identifier.ValueText, _ => null };

    /// <summary>True where a handler is taken back from an event of that name, in the same type, and not only at the end of the object.</summary>
    private static bool IsTakenBack(string name, SyntaxNode given) =>
        given.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(a => a.IsKind(SyntaxKind.SubtractAssignmentExpression) && NameOf(a.Left) == name && !Disposals.Declares(CallShape.NameOfMember(a))) == true;

    private static EvidenceStrength StrengthOf(Contender late, Contender rival, bool onItsOwn)
    {
        if (onItsOwn)
            return EvidenceStrength.Likely;
        if (late.Ends && rival.Ends)
            return rival.Disposes || rival.Member == late.Member ? EvidenceStrength.Refuted : late.Disposes ? EvidenceStrength.Likely : EvidenceStrength.Possible;
        var (a, b) = (late.Run.Occasion, rival.Run.Occasion);
        if (a == b && a is Occasion.Event or Occasion.Callback or Occasion.Work)
            return a == Occasion.Event && (!rival.Completion.Throws || RepeatingEvent(late) is not null || RepeatingEvent(rival) is not null) ? EvidenceStrength.Possible : EvidenceStrength.Refuted;
        if (!rival.Completion.Throws)
            return late.Run.IsHandedOn || rival.Run.IsHandedOn ? EvidenceStrength.Likely : EvidenceStrength.Possible;
        if (a == Occasion.Callback || b == Occasion.Callback)
            return EvidenceStrength.Refuted;
        if (a != Occasion.Caller || b != Occasion.Caller)
            return EvidenceStrength.Possible;
        return Comes(late) || Comes(rival) || late.Claim == Claim.Checked || rival.Claim == Claim.Checked || !(HandsOn(late) || HandsOn(rival)) ? EvidenceStrength.Possible : EvidenceStrength.Refuted;
    }

    /// <summary>What a constructor completes, nobody has completed before, and it says so to all that come after.</summary>
    private static bool IsMaking(Contender contender, Signal signal) => !signal.IsLocal && contender.Run.Occasion == Occasion.Here;

    private static bool Comes(Contender contender) => contender.Member.HasWord(Knowledge.Tables.Signals.ComeOnTheirOwn) || contender.Completion.Method == Knowledge.Tables.Signals.GivesUp && contender.Member != contender.Completion.Method;

    private static bool HandsOn(Contender contender) => Knowledge.Tables.Signals.HandsOn.Any(w => contender.Member.StartsWith(w, StringComparison.Ordinal));

    /// <summary>
    /// True where the one that runs in the method itself cannot meet the one that is handed on: it comes before that is handed on, after
    /// it has been taken back, or before anything has been waited for, when only an exception or a quick answer leads to it.
    /// </summary>
    private static bool AreOrdered(Contender here, Contender handedOn)
    {
        if (here.Run.Occasion != Occasion.Here || !handedOn.Run.IsHandedOn)
            return false;
        var (place, given) = (here.Run.Given, handedOn.Run.Given);
        if (here.Function is ConstructorDeclarationSyntax or BaseFieldDeclarationSyntax || place.SyntaxTree != given.SyntaxTree || place.Span.End <= given.SpanStart)
            return true;
        if (given.Ancestors().OfType<UsingStatementSyntax>().FirstOrDefault(u => u.Declaration?.Span.Contains(given.Span) == true || u.Expression?.Span.Contains(given.Span) == true) is { } scope && !scope.Span.Contains(place.Span))
            return true;
        if (handedOn.Run.ComesOnItsOwn)
            return false;
        var function = CallShape.FunctionOf(place);
        return place.Ancestors().TakeWhile(n => n != function).Any(n => n is CatchClauseSyntax)
            || function?.DescendantNodes(n => n == function || n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(n => n is AwaitExpressionSyntax && n.SpanStart >= given.Span.End && n.SpanStart < place.Span.End) != true;
    }

    private static string How(Contender rival)
    {
        var text = $"'{PlaceFinding.Text(rival.Completion.Node)}' can come first";
        return Occasions.When(rival.Run.Occasion) is { } when ? $"{text}, {when}" : rival.Run.Occasion switch
        {
            Occasion.Caller => $"{text}, in '{rival.Member}'",
            Occasion.Work => $"{text}, in what '{PlaceFinding.Text(rival.Run.Given is InvocationExpressionSyntax { Expression: var called } ? called : rival.Run.Given)}' starts",
            Occasion.Callback => $"{text}, in a callback",
            _ => $"{text}, in '{CallShape.NameOfMember(rival.Completion.Node)}'",
        };
    }
}
