using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Summaries;

/// <summary>Lambdas and delegates: what runs at once, under whose guard, and what is only made.</summary>
public sealed class DelegateSubstitutionTests
{
    private static void Expect(string conclusion, string bodies) => Assert.Equal(conclusion, FlowText.OfType(bodies));

    [Fact]
    public void ALambdaInAHelperKnowsTheHelpersParameter() => Expect(
        "A: Helper:p.n = x if r",
        """
        async A
            r = _o.n; if r -> exit
            await; call Helper(_o)
        private Helper(p)
            y = _m; enter L immediate
        lambda L
            Helper:p.n = x
        """);

    [Fact]
    public void ALambdaGivenToALockWrapperRunsUnderItsGuard() => Expect(
        "A: _n = r <- r[_g]",
        """
        async A
            enter L called held f; t = await call Locked(&L)
        lambda async L
            r = _n; await; _n = r
        private async Locked(work)
            t = wait _g; await t; u = await call work(); release _g
        """);

    [Fact]
    public void ALambdaHeldInALocalRunsUnderTheGuardOfTheWrapper() => Expect(
        "A: _n = r <- r[_g]",
        """
        async A
            enter L called held f; t = await call Locked(&f)
        lambda async L
            r = _n; await; _n = r
        private async Locked(work)
            t = wait _g; await t; u = await call work(); release _g
        """);

    [Fact]
    public void ADelegatePassedOnToAnotherWrapperIsStillTheLambda() => Expect(
        "A: _n = r <- r[_g]",
        """
        async A
            enter L called; t = await call Outer(&L)
        lambda async L
            r = _n; await; _n = r
        private async Outer(body)
            t = await call Locked(&body)
        private async Locked(work)
            t = wait _g; await t; u = await call work(); release _g
        """);

    [Fact]
    public void EachCallOfAWrapperRunsItsOwnLambda() => Expect(
        "A: _n = r <- r[_g]\n_m = s <- s[_g]",
        """
        async A
            enter L called; enter K called; t = await call Locked(&L); u = await call Locked(&K)
        lambda async L
            r = _n; await; _n = r
        lambda async K
            s = _m; await; _m = s
        private async Locked(work)
            t = wait _g; await t; u = await call work(); release _g
        """);

    [Fact]
    public void ALambdaThatTheReceiverRunsUnderAGuardIsGuarded() => Expect(
        "A: _n = r <- r[_g]",
        """
        async A
            enter L immediate under _g
        lambda async L
            r = _n; await; _n = r
        """);

    [Fact]
    public void ALambdaThatRunsAtOnceSuspendsItsCaller() => Expect(
        "A: _n = r <- r",
        """
        async A
            r = _n; enter L immediate; _n = r
        lambda async L
            x = _m; await
        """);

    [Fact]
    public void ALambdaThatRunsAtOnceMayRunAgain() => Expect(
        "A: _n = r <- r",
        """
        async A
            enter L immediate
        lambda async L
            _n = r; await; r = _n; await
        """);

    [Fact]
    public void MakingALambdaRunsNothing() => Expect(
        "",
        """
        async A
            r = _n; enter L deferred; _n = r
        lambda async L
            x = _m; await
        """);
}
