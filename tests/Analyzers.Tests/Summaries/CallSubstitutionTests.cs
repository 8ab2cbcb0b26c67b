using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Summaries;

/// <summary>Calls inside a type: guards and checks of the caller count in the callee, and the other way round.</summary>
public sealed class CallSubstitutionTests
{
    private const string Nothing = "";

    private static void Expect(string conclusion, string bodies) => Assert.Equal(conclusion, FlowText.OfType(bodies));

    private static void Reported(string reports, string bodies) => Assert.Equal(reports, FlowText.Reports(bodies));

    [Fact]
    public void AHelperGuardedByEveryCallerIsSilent() => Reported(
        Nothing,
        """
        async A
            hold _g; t = await call Helper(); release _g
        async B
            hold _g; t = await call Helper(); release _g
        private async Helper
            r = _n; await; _n = r
        """);

    [Fact]
    public void AHelperThatOneCallerDoesNotGuardIsReported() => Reported(
        "ASA0101 _n = r",
        """
        async A
            hold _g; t = await call Helper(); release _g
        async B
            t = await call Helper()
        private async Helper
            r = _n; await; _n = r
        """);

    [Fact]
    public void AGuardTwoCallsUpCounts() => Reported(
        Nothing,
        """
        async A
            hold _g; t = await call One(); release _g
        private async One
            t = await call Two()
        private async Two
            r = _n; await; _n = r
        """);

    [Fact]
    public void ACheckInTheCallerDecidesAWriteTwoCallsDown() => Reported(
        "ASA0102 _n = x",
        """
        async A
            r = _n; if r -> exit
            await; call One()
        private One
            call Two()
        private Two
            _n = x
        """);

    [Fact]
    public void ACheckMadeAgainInTheCalleeReplacesTheOneInTheCaller() => Reported(
        Nothing,
        """
        async A
            r = _n; if r -> exit
            await; call Helper()
        private Helper
            s = _n; if s -> exit
            _n = x
        """);

    [Fact]
    public void ACheckInsideAHelperDoesNotDecideForItsCaller() => Expect(
        "A: _n = x past r",
        """
        async A
            call Helper(); await; _n = x
        private Helper
            r = _n; if r -> exit
            x = _m
        """);

    [Fact]
    public void HelpersThatTakeAndGiveBackTheGuardGuard() => Expect(
        "A: _n = r <- r[_g]\n_m = s <- s",
        """
        async A
            t = await call Enter(); r = _n; s = _m; await; _n = r; call Leave(); _m = s
        private async Enter
            t = wait _g; await t
        private Leave
            release _g
        """);

    [Fact]
    public void AnAsyncCalleeThatNobodyAwaitsRunsOutsideTheGuard() => Expect(
        "Work: _n = r <- r",
        """
        async A
            hold _g; t = call Work(); release _g
        private async Work
            r = _n; await; _n = r
        """);

    [Fact]
    public void AnAsyncCalleeThatNobodyAwaitsDoesNotSuspendItsCaller() => Expect(
        Nothing,
        """
        async A
            r = _n; t = call Work(); _n = r
        private async Work
            await; x = _m
        """);

    [Fact]
    public void ATaskAwaitedLaterSuspends() => Expect(
        "A: _n = r <- r",
        """
        async A
            r = _n; t = call Work(); await t; _n = r
        private async Work
            await; x = _m
        """);

    [Fact]
    public void AnAsyncCalleeWithoutASuspensionRunsHereAndNow() => Expect(
        "A: _n = x if r",
        """
        async A
            r = _n; if r -> exit
            await; t = call Work()
        private async Work
            _n = x
        """);

    [Fact]
    public void AwaitingACalleeThatNeverSuspendsIsNoSuspension() => Expect(
        Nothing,
        """
        async A
            r = _n; t = await call Never(); _n = r
        private async Never
            x = _m
        """);

    [Fact]
    public void AwaitingACalleeWithoutStateThatSuspendsIsASuspension() => Expect(
        "A: _n = r <- r",
        """
        async A
            r = _n; t = await call Pause(); _n = r
        private async Pause
            await
        """);

    [Fact]
    public void AwaitingACalleeThatIsNotAtHandIsASuspension() => Expect("A: _n = r <- r", "async A\n    r = _n; t = await call Elsewhere(); _n = r");

    [Fact]
    public void AnArgumentFlowsIntoTheParameter() => Expect(
        "A: _n = v <- r",
        """
        async A
            r = _n; await; call Set(r)
        private Set(v)
            _n = v
        """);

    [Fact]
    public void TheReturnedValueFlowsOut() => Expect(
        "A: _n = t <- r",
        """
        async A
            t = call Get(); await; _n = t
        private Get returns r
            r = _n
        """);

    [Fact]
    public void AParameterIsAnotherNameForTheObjectPassed() => Expect(
        "A: p.n = x if r",
        """
        async A
            r = _o.n; if r -> exit
            await; call Set(_o)
        private Set(p)
            p.n = x
        """);

    [Fact]
    public void AParameterPassedOnIsStillTheSameObject() => Expect(
        "A: q.n = x if r",
        """
        async A
            r = _o.part.n; if r -> exit
            await; call One(_o)
        private One(p)
            call Two(p.other, p.part)
        private Two(unused, q)
            q.n = x
        """);

    [Fact]
    public void AnExceptionInTheCalleeReachesTheHandlerOfTheCaller() => Expect(
        "A: _n = r <- r",
        """
        async A
            r = _n
            t = await call Fail()   catch handler
            -> exit
            handler: _n = r
        private async Fail
            x = _m; await           -> throw
        """);

    [Fact]
    public void TwoCallsOfOneHelperAreToldApart() => Expect(
        "A: _n = r <- r",
        """
        async A
            call Touch(); r = _n; await; call Touch(); _n = r
        private Touch
            x = _m
        """);
}
