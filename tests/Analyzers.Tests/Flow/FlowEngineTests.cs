using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Flow;

/// <summary>Freshness of values on hand-built bodies; <see cref="FlowText"/> says how to read the expectations.</summary>
public sealed class FlowEngineTests
{
    private const string Nothing = "";

    private static void Expect(string conclusion, string body) => Assert.Equal(conclusion, FlowText.Of(body));

    [Fact]
    public void AValueReadBeforeASuspensionIsStaleBehindIt() => Expect("_n = r <- r", "r = _n; await; _n = r");

    [Fact]
    public void WithoutASuspensionNothingIsStale() => Expect(Nothing, "r = _n; t = r; _n = t; await");

    [Fact]
    public void AValueReadBehindTheSuspensionIsFresh() => Expect(Nothing, "await; r = _n; _n = r");

    [Fact]
    public void AReadInTheArgumentsOfWhatIsAwaitedIsStaleInItsResult() => Expect("_n = t <- r", "r = _n; s = r; t = await s; _n = t");

    [Fact]
    public void ABlindWriteIsNotStale() => Expect(Nothing, "r = _n; t = await; _n = t");

    [Fact]
    public void StalenessGoesThroughLocals() => Expect("_n = u <- r", "r = _n; t = r; await; u = t, x; _n = u");

    [Fact]
    public void ALocalThatIsAssignedAgainLosesWhatItHeld() => Expect(Nothing, "t = _n; await; t = (); _n = t");

    [Fact]
    public void ADummyReadDoesNotRefreshAnOldCopy() => Expect("_n = r <- r", "r = _n; await; x = _n; _n = r");

    [Fact]
    public void AFreshReadBesideAnOldCopyLeavesTheCopyOld() => Expect("_n = t <- r", "r = _n; await; x = _n; t = r, x; _n = t");

    [Fact]
    public void OurOwnWriteDoesNotMakeAnOldCopyNew() => Expect("_n = r <- r", "r = _n; _n = null; await; _n = r");

    [Fact]
    public void AReadOfAnotherLocationIsNamedAsItsOwn() => Expect("_m = r <- r", "r = _n; _n = x; await; _m = r");

    [Fact]
    public void AReadOfWhatTheBodyNeverWritesIsNotFollowed() => Expect(Nothing, "r = _n; await; _m = r");

    [Fact]
    public void EverySuspensionAgesWhateverItsKind() => Expect("_n = r <- r", "r = _n; yield; _n = r");

    [Fact]
    public void AStaleIndexSelectsThePlace() => Expect("store _a[*] = x at i at i", "i = _i; await; store _a[*] = x at i; _i = j");

    [Fact]
    public void AStaleReceiverSelectsThePlace() => Expect("_o.n = x at o at o", "o = receiver _o; await; _o.n = x at o");

    [Fact]
    public void ACollectionClearedBehindASuspensionLosesMoreThanWasRead() =>
        Expect("clear _list[*] of all", "all = content _list[*]; await; clear _list[*]");

    [Fact]
    public void ACollectionReadBehindTheSuspensionCanBeCleared() => Expect(Nothing, "await; all = content _list[*]; clear _list[*]");

    [Fact]
    public void AFreshObjectStemsFromNothing() => Expect(Nothing, "t = _n; await; new t; _n = t");

    [Fact]
    public void WhereTwoWaysMeetAValueStemsFromEither() => Expect(
        "_n = t <- a <- b",
        """
               if c -> left | right
        left:  a = _n; t = a -> join
        right: b = _n; t = b
        join:  await; _n = t
        """);

    [Fact]
    public void ASuspensionOnOneWayIsEnough() => Expect(
        "_n = r <- r",
        """
              r = _n; if c -> wait | write
        wait: await
        write: _n = r
        """);

    [Fact]
    public void ReadingAgainOnEveryWayThatSuspendsIsEnough() => Expect(
        Nothing,
        """
               r = _n; if c -> wait | write
        wait:  await; r = _n
        write: _n = r
        """);

    [Fact]
    public void ReadingAgainOnOneOfTwoWaysIsNot() => Expect(
        "_n = r <- r",
        """
               r = _n; await; if c -> again | write
        again: r = _n
        write: _n = r
        """);

    [Fact]
    public void AValueCarriedAroundALoopIsStaleInTheSecondTurn() => Expect(
        "_n = r <- r",
        """
              r = _n
        turn: _n = r; await; if c -> turn
        """);

    [Fact]
    public void AValueReadInTheTurnThatWritesItIsFresh() => Expect(
        Nothing,
        """
        turn: r = _n; _n = r; await; if c -> turn
        """);

    [Fact]
    public void AValueReadAtTheEndOfATurnAndWrittenAtTheStartOfTheNextIsFresh() => Expect(
        Nothing,
        """
              r = _n
        turn: _n = r; await; r = _n; if c -> turn
        """);

    [Fact]
    public void AValueGoesThroughAsManyLocalsAsTurns() => Expect(
        "_n = c <- r",
        """
              a = (); b = (); c = ()
        turn: _n = c; c = b; b = a; r = _n; a = r; await; if go -> turn
        """);

    [Fact]
    public void AnInnerLoopThatSuspendsAgesWhatTheOuterOneRead() => Expect(
        "_n = r <- r",
        """
        outer: r = _n
        inner: if a -> body | after
        body:  await -> inner
        after: _n = r; if b -> outer
        """);

    [Fact]
    public void BlocksThatNothingReachesConcludeNothing() => Expect(
        Nothing,
        """
                -> exit
        dead:   r = _n; await; _n = r -> dead
        """);

    [Fact]
    public void AHandlerIsReachedBehindEveryEvent() => Expect(
        "_n = t <- a <- b",
        """
                t = ()
                a = _n; t = a; await; b = _n; t = b; await; t = () catch handler
                -> exit
        handler: _n = t
        """);

    [Fact]
    public void AHandlerIsReachedBeforeTheFirstEvent() => Expect(
        "_n = r <- r",
        """
                r = _n; await
                r = () catch handler
                -> exit
        handler: _n = r
        """);

    [Fact]
    public void AThrowInAHandlerReachesTheHandlerAround() => Expect(
        "_n = r <- r",
        """
                 r = _n
                 x = ()          catch inner
                 -> exit
        inner:   await -> throw  catch outer
        outer:   _n = r
        """);

    [Fact]
    public void AThrowWithoutHandlersGoesNowhere() => Expect(
        Nothing,
        """
                 r = _n; if c -> fail | write
        fail:    await -> throw
        write:   _n = r
        """);

    [Fact]
    public void CopiesOfFinallyKeepTheirWaysApart() => Expect(
        "_n = r <- r",
        """
                 r = _n
                 x = (); if early -> early | late  catch failed
        early:   x = (); _a = r -> exit
        late:    await                             catch failed
                 x = (); _n = r -> exit
        failed:  x = () -> throw
        """);

    [Fact]
    public void AnExceptionGoesOnFromFinallyToTheHandlerAround() => Expect(
        "_n = r <- r",
        """
                 r = _n
                 x = ()                           catch inner
                 -> exit
        inner:   await -> throw catch outer rethrow outer
        outer:   _n = r
        """);

    [Fact]
    public void NestedFinallysRunFromTheInsideOut() => Expect(
        "_n = t <- b",
        """
                 a = _n; t = a
                 x = ()                           catch inner
                 -> exit
        inner:   await; b = _n; t = b -> throw rethrow outer
        outer:   await; _n = t -> throw
        """);
}
