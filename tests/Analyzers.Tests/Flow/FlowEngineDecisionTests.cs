using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Flow;

/// <summary>Which tests of a location decide a write of it, and whether they are stale by then.</summary>
public sealed class FlowEngineDecisionTests
{
    private const string Nothing = "";

    private static void Expect(string conclusion, string body) => Assert.Equal(conclusion, FlowText.Of(body));

    [Fact]
    public void ATestBeforeASuspensionDecidesTheWriteBehindIt() => Expect(
        "_n = x if r",
        """
        r = _n; if not null r -> exit
        await; _n = x
        """);

    [Fact]
    public void ATestWithoutASuspensionIsFresh() => Expect(
        Nothing,
        """
        await; r = _n; if not null r -> exit
        _n = x
        """);

    [Fact]
    public void ATestOfAnotherLocationDecidesNothingOfThisOne() => Expect(
        Nothing,
        """
        r = _m; if r -> exit
        await; _n = x
        """);

    [Fact]
    public void TestingAgainReplacesTheOlderTest() => Expect(
        Nothing,
        """
        r = _n; if not null r -> exit
        await; s = _n; if not null s -> exit
        _n = x
        """);

    [Fact]
    public void TestingTheOldCopyAgainIsNoNewTest() => Expect(
        "_n = x if r",
        """
        r = _n; if not null r -> exit
        await; if not null r -> exit
        _n = x
        """);

    [Fact]
    public void ComparingTheOldCopyWithAFreshValueIsANewTest() => Expect(
        Nothing,
        """
        r = _n; if not null r -> exit
        await; s = _n; t = r, s; if t -> exit
        _n = x
        """);

    [Fact]
    public void AReadThatIsNotTestedReplacesNoTest() => Expect(
        "_n = s if r",
        """
        r = _n; if r -> exit
        await; s = _n; _n = s
        """);

    [Fact]
    public void ATestBetweenTwoSuspensionsGrowsOldAtTheSecond() => Expect(
        "_n = x if s",
        """
        r = _n; if r -> exit
        await; s = _n; if s -> exit
        await; _n = x
        """);

    [Fact]
    public void OurOwnWriteReplacesWhatWasTested() => Expect(
        Nothing,
        """
        r = _busy; if r -> exit
        _busy = true; await; _busy = false
        """);

    [Fact]
    public void AWriteOfAnotherLocationReplacesNothing() => Expect(
        "_n = x if r",
        """
        r = _n; if r -> exit
        _m = true; await; _n = x
        """);

    [Fact]
    public void AWriteOnOneWayLeavesTheTestOfTheOther() => Expect(
        "_n = x if r",
        """
               r = _n; if r -> exit
               if c -> claim | wait
        claim: _n = y
        wait:  await; _n = x
        """);

    [Fact]
    public void ACopyTakenBeforeOurOwnWriteStaysOld() => Expect(
        "_n = r <- r",
        """
        r = _n; if r -> exit
        _n = null; await; _n = r
        """);

    [Fact]
    public void PassingByReferenceIsNotYetAWriteOfOurs() => Expect(
        "byref _n if r\n_n = x if r",
        """
        r = _n; if r -> exit
        await; byref _n; _n = x
        """);

    [Fact]
    public void ATestOfWhatLiesInsideDecidesTheObject() => Expect(
        "_o = x if r",
        """
        r = _o.done; if r -> exit
        await; _o = x
        """);

    [Fact]
    public void ATestOfPresenceDecidesTheInsertion() => Expect(
        "insert _d[*] = x if r",
        """
        r = test _d[*]; if r -> exit
        await; insert _d[*] = x
        """);

    [Fact]
    public void ATestInALoopConditionDecidesTheBody() => Expect(
        "_n += t if r",
        """
        turn: r = _n; if not r -> exit
              await; t = _n; _n += t -> turn
        """);

    [Fact]
    public void AnOldTestOnOneWayIsEnough() => Expect(
        "_n = x if r",
        """
               r = _n; if not null r -> exit
               await; if c -> again | write
        again: s = _n; if not null s -> exit
        write: _n = x
        """);

    [Fact]
    public void ATestWhoseTwoWaysBothWriteDecidesNothing() => Expect(
        "_n = x past r",
        """
               r = _n; if r -> wait | write
        wait:  await
        write: _n = x
        """);

    [Fact]
    public void ATestBehindWhichTheWaysMeetAgainDoesNotDecideWhatFollows() => Expect(
        "_n = x past r",
        """
               r = _n; if r -> then | next
        then:  x = ()
        next:  await; if b -> write | exit
        write: _n = x
        """);

    [Fact]
    public void NestedTestsAllDecide() => Expect(
        "_o = x if r if s",
        """
               r = _o.a; if r -> inner | exit
        inner: s = _o.b; if s -> write | exit
        write: await; _o = x
        """);

    [Fact]
    public void ATestOfWhatLiesInsideReplacesTheTestOfTheObject() => Expect(
        Nothing,
        """
        r = _o; if null r -> exit
        await; s = _o.open; if not s -> exit
        _o = x
        """);

    [Fact]
    public void AnEarlyReturnDecidesEverythingBehindIt() => Expect(
        "_n = x if r",
        """
               r = _n; if r -> exit
               if a -> one | two
        one:   y = ()
        two:   await; if b -> three | write
        three: y = ()
        write: _n = x
        """);

    [Fact]
    public void ATestInAnEndlessLoopDecidesItsBody() => Expect(
        "_n = x if r",
        """
        turn: r = _n; if r -> act | rest
        act:  await; _n = x
        rest: await -> turn
        """);

    [Fact]
    public void AnEndlessLoopBehindATestIsDecidedByIt() => Expect(
        "_n = x if r",
        """
              r = _n; if r -> exit
        turn: await; _n = x -> turn
        """);

    [Fact]
    public void AHandlerIsDecidedByWhatDecidesItsRegion() => Expect(
        "_n = x if r",
        """
                 r = _n; if r -> exit
                 await catch handler
                 -> exit
        handler: _n = x
        """);

    [Fact]
    public void AHandlerIsNotDecidedByATestInsideItsRegion() => Expect(
        "_n = x past r",
        """
                 y = ()                        catch handler
                 r = _n; if r -> a | b         catch handler
        a:       y = ()                        catch handler
        b:       await                         catch handler
                 -> exit
        handler: _n = x
        """);

    [Fact]
    public void AThrowInsteadOfAReturnDecidesAsWell() => Expect(
        "_n = x if r",
        """
               r = _n; if r -> fail | wait
        fail:  -> throw
        wait:  await; _n = x
        """);

    [Fact]
    public void AnOldTestThroughALocalDecides() => Expect(
        "_n = x if r",
        """
        r = _n; t = r; await; if t -> exit
        _n = x
        """);
}
