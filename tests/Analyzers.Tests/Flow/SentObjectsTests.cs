using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Flow;

/// <summary>Objects that have been sent: until when a change of them counts.</summary>
public sealed class SentObjectsTests
{
    private static void Expect(string conclusion, string body) => Assert.Equal(conclusion, FlowText.Changes(body));

    [Theory]
    [InlineData("send _o; _o.n = x", "_o.n = x after send _o")]
    [InlineData("send _o; await; _o.n = x", "_o.n = x after send _o")]
    [InlineData("send _o; insert _o.l[*] = x", "insert _o.l[*] = x after send _o")]
    [InlineData("send _o; fill _o", "fill _o after send _o")]
    [InlineData("send _o; giveback _o", "giveback _o after send _o")]
    [InlineData("send _o.l; clear _o.l[*]", "clear _o.l[*] after send _o.l")]
    public void WhatIsInsideIsChanged(string body, string conclusion) => Expect(conclusion, body);

    [Theory]
    [InlineData("_o.n = x; send _o")]
    [InlineData("send _o; _o = x")]
    [InlineData("send _o; _o = x; _o.n = x")]
    [InlineData("send _o.l; _o.n = x")]
    [InlineData("send _o.l; _o = x; clear _o.l[*]")]
    [InlineData("send _o; r = _o.n")]
    [InlineData("send _o; answered _o.t; _o.n = x")]
    [InlineData("send _o; _p.n = x")]
    public void AnotherObjectIsNot(string body) => Expect("", body);

    [Fact]
    public void TheNextTurnComesBehindTheSend() => Expect(
        "_o.n = x after send _o",
        """
        turn: _o.n = x; send _o; if c -> turn
        """);

    [Fact]
    public void TheNextTurnHasAnotherObject() => Expect(
        "",
        """
        turn: _o = x; _o.n = x; send _o; if c -> turn
        """);

    [Fact]
    public void OneWayIsEnough() => Expect(
        "_o.n = x after send _o",
        """
              if c -> sent | join
        sent: send _o
        join: _o.n = x
        """);

    [Fact]
    public void WhereItWasRefusedItIsTheSendersAgain() => Expect(
        "_o.m = x after t = send _o",
        """
                 t = send _o; if t -> taken | refused
        refused: _o.n = x -> exit
        taken:   _o.m = x
        """);

    [Fact]
    public void TheOppositeTellsTheOpposite() => Expect(
        "_o.n = x after t = send _o",
        """
                 t = send _o; if not t -> refused | taken
        taken:   _o.n = x -> exit
        refused: _o.m = x
        """);
}
