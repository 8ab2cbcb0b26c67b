using AsyncStateAnalyzers.Flow;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using AsyncStateAnalyzers.Summaries;
using AsyncStateAnalyzers.Testing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Tests.Summaries;

/// <summary>
/// What the source says about executions meeting at a location. Each expectation is strength, overlap and the clause that the message
/// prints. Bodies are hand-built; the declaration of the type and its registrations are C#.
/// </summary>
public sealed class OverlapEvidenceTests
{
    private const string Update = "r = _n; await; _n = r";
    private const string Public = $"async M\n    {Update}";
    private const string Possible = "Possible AtSuspensions: ";

    [Fact]
    public void NothingSpeaksForOrAgainst() => Expect(Possible, Public);

    [Fact]
    public void StaticStateIsShared() => Expect("Likely Anytime: static state", "async M\n    r = S.n; await; S.n = r");

    [Fact]
    public void AnObjectInConstructionIsNotShared() => Expect("Refuted Never: the object is not shared yet", $"async constructor M\n    {Update}");

    [Fact]
    public void AnAsyncMethodOfAStructWorksOnACopy() => Expect("Refuted Never: the object is not shared yet", $"async struct M\n    {Update}");

    [Fact]
    public void AStaticConstructorRunsOnce() => Expect("Refuted Never: a static constructor runs once", "initializer M\n    r = S.n; await; S.n = r");

    [Fact]
    public void TheEntryPointRunsOnce() => Expect("Refuted Never: the entry point runs once", "async main M\n    r = S.n; await; S.n = r");

    [Fact]
    public void AHelperOfTheEntryPointRunsOnce() => Expect("Refuted Never: the entry point runs once", "async main M\n    t = await call H()\nprivate async H\n    r = S.n; await; S.n = r");

    [Fact]
    public void AGuardThatMostOtherAccessesHoldProvesThatSharingIsMeant() =>
        Expect("Proven Anytime: '_g' guards it in 'B'", $"{Public}\nB\n    hold _g; _n = x; release _g\nC\n    hold _g; _n = y; release _g");

    [Fact]
    public void AGuardThatOneOtherAccessHoldsProvesNothing() => Expect(Possible, $"{Public}\nB\n    hold _g; _n = x; release _g");

    [Fact]
    public void AGuardAroundTheReadAloneProvesThatSharingIsMeant() =>
        Expect("Proven Anytime: '_g' guards only the read", "async M\n    lock _g; r = _n; release _g; await; _n = r");

    [Fact]
    public void AGuardOnAnotherLocationProvesNothing() => Expect(Possible, $"{Public}\nB\n    hold _g; _m = x; release _g");

    [Fact]
    public void AGuardInTheConstructorProvesNothing() => Expect(Possible, $"{Public}\nconstructor B\n    hold _g; _n = x; release _g");

    [Fact]
    public void AnAtomicChangeElsewhereMakesSharingLikely() =>
        Expect("Likely Anytime: 'B' changes it atomically", $"{Public}\nB\n    atomic _n = x");

    [Fact]
    public void AVolatileFieldIsPossiblyShared() =>
        Expect("Possible Anytime: it is volatile", "async M\n    r = _n{Volatile}; await; _n{Volatile} = r");

    [Fact]
    public void NobodyWaitsForAsyncVoid() =>
        Expect("Likely AtSuspensions: nobody waits for 'M', which is async void", $"async void M\n    {Update}");

    [Fact]
    public void TwoCallsStartedBeforeTheFirstIsAwaitedRunTogether() =>
        Expect("Proven Anytime: 'B' starts it twice without waiting", $"{Public}\nasync B\n    t = call M(); u = call M(); await t; await u");

    [Fact]
    public void TwoAwaitedCallsRunOneAfterTheOther() =>
        Expect(Possible, $"{Public}\nasync B\n    t = await call M(); u = await call M()");

    [Fact]
    public void CallsStartedInALoopRunTogether() =>
        Expect("Proven Anytime: 'B' starts it in a loop without waiting", $"{Public}\nasync B\n    turn: t = call M(); if c -> turn");

    [Fact]
    public void AwaitedCallsInALoopRunOneAfterTheOther() =>
        Expect(Possible, $"{Public}\nasync B\n    turn: t = await call M(); if c -> turn");

    [Fact]
    public void ALambdaThatRunsSeveralTimesAtOnceMeetsItself() => Expect(
        "Proven Anytime: several runs of it by 'Parallel.ForEachAsync' can overlap",
        $"async B\n    enter M concurrent via Parallel.ForEachAsync\nlambda async M\n    {Update}");

    [Fact]
    public void TheCallbackOfATimerSeldomMeetsItself() => Expect(
        "Likely Anytime: several runs of it by 'Timer.Elapsed' can overlap",
        $"async B\n    enter M concurrent via Timer.Elapsed\nlambda async M\n    {Update}");

    [Fact]
    public void AMethodCalledInSuchALambdaMeetsItself() => Expect(
        "Proven Anytime: several runs of it by 'Select' can overlap",
        $"{Public}\nasync B\n    enter L concurrent via Select\nlambda async L\n    t = await call M()");

    [Fact]
    public void ALambdaStoredForLaterMayOrMayNot() =>
        Expect(Possible, $"async B\n    enter M deferred\nlambda async M\n    {Update}");

    [Fact]
    public void ALocalOfOneCallIsNotShared() => Expect("Refuted Never: a local of one call", CapturedLocal("deferred"));

    [Fact]
    public void ALocalThatConcurrentLambdasCaptureIsShared() =>
        Expect("Proven Anytime: several runs of it by 'Task.Run' can overlap", CapturedLocal("concurrent via Task.Run"));

    [Fact]
    public void AnObjectThatTheCallerHandedInMayBeShared() => Expect(Possible, "async M(p)\n    r = p.n; await; p.n = r");

    [Fact]
    public void AHelperThatOnlyTheConstructorStartsRunsOnce() =>
        Expect("Refuted Never: only the constructor starts it", $"constructor B\n    t = call M()\nprivate async M\n    {Update}");

    [Fact]
    public void ALoopStartedOnceIsOneExecution() =>
        Expect("Refuted Never: a loop that is started once", $"Start\n    t = call M()\nprivate async M\n    turn: {Update}; if c -> turn");

    /// <summary>However many calls lie between the loop and the state.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(40)]
    public void WhatOnlyTheLoopReachesIsOneExecution(int depth) =>
        Expect("Refuted Never: a loop that is started once", $"Start\n    t = call H0()\nprivate async H0\n    turn: t = await call H1(); if c -> turn{Chain(depth)}\nprivate async H{depth + 1}\n    {Update}");

    /// <summary>Two ways from the loop to the state: the steps of one turn follow each other.</summary>
    [Fact]
    public void TwoWaysFromOneLoopAreOneExecution() =>
        Expect("Refuted Never: a loop that is started once", $"Start\n    t = call H0()\nprivate async H0\n    turn: t = await call A(); u = await call B(); if c -> turn\nprivate async A\n    t = await call W()\nprivate async B\n    t = await call W()\nprivate async W\n    {Update}");

    [Fact]
    public void HelpersThatCallEachOtherAreOneExecution() =>
        Expect("Refuted Never: a loop that is started once", $"Start\n    t = call H0()\nprivate async H0\n    turn: t = await call W(); if c -> turn\nprivate async W\n    {Update}; t = await call B()\nprivate async B\n    t = await call W()");

    [Fact]
    public void AnotherEntryThatReachesTheStateMeetsTheLoop() =>
        Expect(Possible, $"Start\n    t = call H0()\nprivate async H0\n    turn: t = await call A(); if c -> turn\nprivate async A\n    t = await call W()\nB\n    t = call A()\nprivate async W\n    {Update}");

    [Fact]
    public void WhatALoopStartsAndLeavesToItselfThroughAHelperMeetsTheNextTurn() =>
        Expect(Possible, $"Start\n    t = call H0()\nprivate async H0\n    turn: t = await call A(); if c -> turn\nprivate async A\n    t = call W()\nprivate async W\n    {Update}");

    private static string Chain(int depth) => string.Concat(Enumerable.Range(1, depth).Select(i => $"\nprivate async H{i}\n    t = await call H{i + 1}()"));

    [Fact]
    public void ALoopThatAnotherEntryWritesIntoIsNotAlone() =>
        Expect(Possible, $"Start\n    t = call M()\nprivate async M\n    turn: {Update}; if c -> turn\nReset\n    _n = null");

    [Fact]
    public void ALoopThatOnlyDisposalWritesIntoIsAlone() =>
        Expect("Refuted Never: a loop that is started once", $"Start\n    t = call M()\nprivate async M\n    turn: {Update}; if c -> turn\ndisposal Dispose\n    _n = null");

    [Fact]
    public void ARunLeftToItselfThatIsNoLoopMayMeetTheNext() =>
        Expect(Possible, $"Start\n    t = call M()\nprivate async M\n    {Update}");

    [Fact]
    public void ALoopStartedInTwoPlacesMayMeetItself() =>
        Expect(Possible, $"Start\n    t = call M()\nAgain\n    u = call M()\nprivate async M\n    turn: {Update}; if c -> turn");

    [Theory]
    [InlineData("class C : ControllerBase { }", "Refuted Never: a controller serves one request")]
    [InlineData("class C : System.IO.Stream { }", "Refuted Never: a stream forbids concurrent use")]
    [InlineData("class C : IAsyncEnumerator<int> { }", "Refuted Never: an enumerator belongs to one loop")]
    [InlineData("class C { [Fact] public void T() { } }", "Refuted Never: a test class serves one test")]
    [InlineData("class C : Grain { }", "Refuted Never: a grain runs one request at a time")]
    [InlineData("[Reentrant] class C : Grain { }", Possible)]
    [InlineData("[StatelessWorker] class C : Grain { }", "Refuted Never: a grain runs one request at a time")]
    [InlineData("class C : Grain { [AlwaysInterleave] void F() { } }", "Refuted Never: a grain runs one request at a time")]
    [InlineData("class C : Grain { [AlwaysInterleave] void M() { } }", "Likely AtSuspensions: 'M' is marked to run while another call waits")]
    [InlineData("ref struct C { }", "Refuted Never: a ref struct lives on the stack")]
    [InlineData("class C : DelegatingHandler { }", "Likely Anytime: a message handler serves concurrent requests")]
    [InlineData("class C : BackgroundService { }", "Likely Anytime: a hosted service lives as long as the application")]
    [InlineData("class LongLivedClient { } class C { }", Possible)]
    public void TheDeclarationSpeaks(string declaration, string evidence) => Expect(evidence, Public, declaration);

    [Theory]
    [InlineData("s.AddSingleton<C>();", "Likely Anytime: registered as a singleton in 'Startup'")]
    [InlineData("s.AddSingleton<IC, C>();", "Likely Anytime: registered as a singleton in 'Startup'")]
    [InlineData("s.AddSingleton<IC>(p => new C());", "Likely Anytime: registered as a singleton in 'Startup'")]
    [InlineData("s.TryAddSingleton(typeof(C));", "Likely Anytime: registered as a singleton in 'Startup'")]
    [InlineData("s.AddHostedService<C>();", "Likely Anytime: registered as a singleton in 'Startup'")]
    [InlineData("s.AddScoped<IC, C>();", "Refuted Never: registered as scoped or transient only")]
    [InlineData("s.AddTransient<C>();", "Refuted Never: registered as scoped or transient only")]
    [InlineData("s.AddScoped<C>(); s.AddSingleton<C>();", "Likely Anytime: registered as a singleton in 'Startup'")]
    [InlineData("s.AddSingleton<Other>();", Possible)]
    [InlineData("s.Register<C>();", Possible)]
    public void TheRegistrationSpeaks(string registration, string evidence) =>
        Expect(evidence, Public, $"interface IC {{ }} class C : IC {{ }} class Startup {{ void F(object s) {{ {registration} }} }}");

    [Theory]
    [InlineData("Alpha", "Zeta")]
    [InlineData("Zeta", "Alpha")]
    public void OfTwoRegistrationsTheFirstByNameIsTold(string one, string other) => Expect(
        "Likely Anytime: registered as a singleton in 'Alpha'",
        Public,
        $"class C {{ }} class {one} {{ void F(object s) {{ s.AddSingleton<C>(); }} }} class {other} {{ void F(object s) {{ s.AddSingleton<C>(); }} }}");

    [Fact]
    public void ThePlainCollectionOfASingletonIsShared() => Expect(
        "Proven Anytime: registered as a singleton in 'Startup'",
        "async M\n    r = _d[*]; await; store _d[*] = r",
        "class C { } class Startup { void F(object s) { s.AddSingleton<C>(); } }");

    [Fact]
    public void AMemberThatItsFrameworkRunsOnceIsOneFlow() => Expect(
        "Refuted Never: a background service runs 'ExecuteAsync' once",
        $"async ExecuteAsync\n    {Update}",
        "class C : BackgroundService { }");

    [Fact]
    public void StaticStateOfAControllerIsShared() =>
        Expect("Likely Anytime: static state", "async M\n    r = S.n; await; S.n = r", "class C : ControllerBase { }");

    [Fact]
    public void RunsSeenToBeStartedTogetherBeatWhatTheDeclarationSays() => Expect(
        "Proven Anytime: 'B' starts it twice without waiting",
        $"{Public}\nasync B\n    t = call M(); u = call M()",
        "class C : ControllerBase { }");

    [Fact]
    public void RivalsAreTheWritesOfOtherEntries() => Assert.Equal(
        "B",
        Ask(
            $"{Public}\nB\n    _n = x\nconstructor Ctor\n    _n = x\nOther\n    _m = x",
            declaration: null,
            (overlap, flow, write) => string.Join(" ", overlap.Rivals(write.Path, flow.Root).Select(r => r.Body.Name))));

    private static string CapturedLocal(string when) => $"async B\n    enter M {when}\nlambda async M\n    r = $n; await; $n = r";

    private static void Expect(string evidence, string bodies, string? declaration = null) => Assert.Equal(
        evidence,
        Ask(bodies, declaration, (overlap, flow, write) => Text(overlap.For(flow, write, write.From.First(r => r.IsStale)))));

    private static string Text(Evidence evidence) => $"{evidence.Strength} {evidence.Overlap}: {evidence.Because}";

    /// <summary>Asks about the first write of an old value.</summary>
    private static string Ask(string bodies, string? declaration, Func<OverlapEvidence, MethodFlow, WriteFact, string> ask)
    {
        var type = TypeUnderTest.Of(null, BodyText.Members(bodies, Keys()), null, default);
        var (flow, write) = type.Flows.SelectMany(f => f.Writes, (f, w) => (f, w)).First(x => x.w.From.Any(r => r.IsStale));
        return ask(new OverlapEvidence(type, declaration is null ? null : Knowledge(declaration)), flow, write);
    }

    private static TypeKnowledge Knowledge(string declaration)
    {
        var compilation = Symbols.Compile(declaration);
        return new TypeKnowledge(compilation.GetTypeByMetadataName("C")!, compilation);
    }

    /// <summary>A local knows the method that declares it: 'n' of 'B'.</summary>
    private static Dictionary<string, object> Keys()
    {
        var compilation = Symbols.Compile("class C { void B() { int n = 0; } }");
        var method = compilation.GetTypeByMetadataName("C")!.GetMembers("B").Single();
        var tree = compilation.SyntaxTrees[0];
        var local = tree.GetRoot().DescendantNodes().OfType<VariableDeclaratorSyntax>().Single();
        return new Dictionary<string, object> { ["B"] = method, ["$n"] = compilation.GetSemanticModel(tree).GetDeclaredSymbol(local)! };
    }
}
