using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Flow;

/// <summary>Guards: what is held, and what has been held without a gap since a read.</summary>
public sealed class FlowEngineGuardTests
{
    private static void Expect(string conclusion, string body) => Assert.Equal(conclusion, FlowText.Of(body));

    [Fact]
    public void AGuardHeldFromReadToWriteProtects() => Expect("_n = r <- r[_g]", "hold _g; r = _n; await; _n = r; release _g");

    [Fact]
    public void AGuardProtectsADecision() => Expect(
        "_n = x if r[_g]",
        """
        hold _g; r = _n; if r -> exit
        await; _n = x; release _g
        """);

    [Fact]
    public void AGuardTakenBehindTheReadWithoutWaitingProtects() => Expect("_n = r <- r[_g]", "r = _n; hold _g; await; _n = r");

    [Fact]
    public void AGuardThatIsWaitedForBehindTheReadDoesNotProtect() => Expect("_n = r <- r", "r = _n; t = wait _g; await t; await; _n = r");

    [Fact]
    public void AGuardTakenBehindASuspensionDoesNotProtectWhatIsOld() => Expect("_n = r <- r", "r = _n; await; hold _g; await; _n = r");

    [Fact]
    public void AGuardOfTheThreadTakenBehindTheReadDoesNotProtect() => Expect("_n = r <- r", "r = _n; lock _g; _n = x; release _g; await; _n = r");

    [Fact]
    public void AGuardGivenBackAndTakenAgainDoesNotProtect() => Expect("_n = r <- r", "hold _g; r = _n; release _g; await; hold _g; _n = r");

    [Fact]
    public void AGapInADecisionStays() => Expect(
        "_n = x if r",
        """
        hold _g; r = _n; release _g; if r -> exit
        await; hold _g; _n = x
        """);

    [Fact]
    public void OneOfTwoGuardsGivenBackLeavesTheOther() => Expect("_n = r <- r[_h]", "hold _g; hold _h; r = _n; release _g; await; _n = r");

    [Fact]
    public void AGuardOnOneOfTwoWaysIsNotHeld() => Expect(
        "_n = r <- r",
        """
              if c -> take | read
        take: hold _g
        read: r = _n; await; _n = r
        """);

    [Fact]
    public void AGuardTakenOnBothWaysIsHeld() => Expect(
        "_n = r <- r[_g]",
        """
               if c -> left | right
        left:  hold _g -> read
        right: hold _g
        read:  r = _n; await; _n = r
        """);

    [Fact]
    public void AGuardGivenBackAtTheEndOfATurnDoesNotProtectTheNext() => Expect(
        "_n = r <- r",
        """
              hold _g; r = _n
        turn: _n = r; release _g; await; hold _g; if c -> turn
        """);

    [Fact]
    public void AGuardOfTheThreadEndsAtTheSuspension() => Expect("_n = r <- r", "lock _g; r = _n; await; _n = r; release _g");

    [Fact]
    public void ASharedGuardDoesNotProtect() => Expect("_n = r <- r", "share _g; r = _n; await; _n = r; release _g");

    [Fact]
    public void ATaskThatIsNotAwaitedAcquiresNothing() => Expect("_n = r <- r", "t = wait _g; r = _n; await; _n = r");

    [Fact]
    public void AnAwaitedAcquisitionIsHeld() => Expect("_n = r <- r[_g]", "t = wait _g; await t; r = _n; await; _n = r");

    [Fact]
    public void APendingAcquisitionAwaitedLaterIsHeldFromThen() => Expect(
        "_a = r <- r\n_n = s <- s[_g]",
        "t = wait _g; r = _a; u = t; await u; s = _n; await; _a = r; _n = s");

    [Fact]
    public void AReleaserThatIsDisposedEndsTheGuard() => Expect(
        "_a = r <- r[_g]\n_n = r <- r",
        "t = wait _g; u = await t; r = _n; await; _a = r; dispose u; _n = r");

    [Fact]
    public void AnObjectThatIsNoReleaserEndsNothing() => Expect("_n = r <- r[_g]", "t = wait _g; u = await t; r = _n; dispose x; await; _n = r");

    [Fact]
    public void AConditionalAcquisitionIsHeldWhereItSucceeded() => Expect(
        "_n = r <- r[_g]",
        """
        t = try _g; if not t -> exit
        r = _n; await; _n = r
        """);

    [Fact]
    public void AConditionalAcquisitionIsNotHeldWhereItFailed() => Expect(
        "_n = r <- r",
        """
        t = try _g; if t -> exit
        r = _n; await; _n = r
        """);

    [Fact]
    public void AConditionalAcquisitionWhoseAnswerIsIgnoredIsNotHeld() => Expect("_n = r <- r", "t = try _g; r = _n; await; _n = r");

    [Fact]
    public void AnAwaitedConditionalAcquisitionIsHeldWhereItSucceeded() => Expect(
        "_n = r <- r[_g]",
        """
        t = trywait _g; u = await t; if not u -> exit
        r = _n; await; _n = r
        """);

    [Fact]
    public void AnAwaitedConditionalAcquisitionIsNotHeldBeforeItsAnswerIsTested() => Expect("_n = r <- r", "t = trywait _g; u = await t; r = _n; await; _n = r");

    [Fact]
    public void AGuardTakenInsideARegionMayNotBeHeldInItsHandler() => Expect(
        "_n = r <- r",
        """
                 x = ()                          catch handler
                 hold _g; r = _n; await          catch handler
                 -> exit
        handler: r = _n; await; _n = r
        """);

    [Fact]
    public void AGuardTakenBeforeARegionIsHeldInItsHandler() => Expect(
        "_n = r <- r[_g]",
        """
                 hold _g
                 x = ()                          catch handler
                 -> exit
        handler: r = _n; await; _n = r; release _g
        """);

    [Fact]
    public void AFlagTestedAndSetIsAGuardUntilItIsSetAgain() => Expect(
        "_n = r <- r[_busy]\n_m = r <- r",
        """
        b = _busy; if b -> exit
        _busy = true; r = _n; await; _n = r; _busy = false; _m = r
        """);

    [Fact]
    public void AFlagSetWithoutATestIsNoGuard() => Expect("_n = r <- r", "_busy = true; r = _n; await; _n = r");

    [Fact]
    public void AFlagSetBehindASuspensionIsNoGuard() => Expect(
        "_busy = true if b\n_n = r <- r",
        """
        b = _busy; if b -> exit
        await; _busy = true; r = _n; await; _n = r
        """);

    [Fact]
    public void AFlagThatIsOnlyClearedIsNoGuard() => Expect(
        "_n = r <- r",
        """
        b = _busy; if b -> exit
        _busy = false; r = _n; await; _n = r
        """);

    [Fact]
    public void TwoPathsAreTwoGuards() => Expect("_n = r <- r[g]", "hold _a.g; r = _n; release _b.g; await; _n = r");

    [Fact]
    public void AGuardWithoutAPathIsNotHeld() => Expect("_n = r <- r", "hold _a.b.c.d.e; r = _n; await; _n = r");

    [Fact]
    public void MoreGuardsThanCanBeToldApartAreNotHeld() => Expect(
        "_n = r <- r[_g61]\n_m = s <- s",
        $"{SixtyTwoGuards}; hold _g61; r = _n; await; _n = r; release _g61; hold _g62; s = _m; await; _m = s");

    private static string SixtyTwoGuards => string.Join("; ", Enumerable.Range(0, 62).Select(i => $"hold _g{i}; release _g{i}"));
}
