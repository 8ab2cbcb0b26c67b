using AsyncStateAnalyzers.Summaries;
using AsyncStateAnalyzers.Testing;

namespace AsyncStateAnalyzers.Tests.Summaries;

/// <summary>Where substitution ends: recursion, depth, size, and calls that may run another body.</summary>
public sealed class SubstitutionBoundsTests
{
    private const string Nothing = "";

    private static void Expect(string conclusion, string bodies) => Assert.Equal(conclusion, FlowText.OfType(bodies));

    private static void Reported(string reports, string bodies) => Assert.Equal(reports, FlowText.Reports(bodies));

    [Fact]
    public void RecursionEnds() => Expect(
        "A: _n = r <- r",
        """
        async A
            r = _n; t = await call A(); _n = r
        """);

    [Fact]
    public void RecursionThroughAnotherEnds() => Expect(
        "A: _n = r <- r",
        """
        async A
            r = _n; t = await call B(); _n = r
        private async B
            x = _m; await; t = await call A()
        """);

    [Fact]
    public void WhatAHelperDoesThroughRecursionIsNotForgotten() => Expect(
        "C: _n = x if r",
        """
        async D
            t = await call A()
        async C
            r = _n; if r -> exit
            await; t = await call B()
        private async A
            t = await call B(); _n = x
        private async B
            t = await call A()
        """);

    [Fact]
    public void AWriteThreeCallsDownIsSeen() => Reported("ASA0102 _n = x", Chain(3));

    [Fact]
    public void AWriteFourCallsDownIsBeyondTheBound() => Reported(Nothing, Chain(4));

    [Fact]
    public void HelpersThatOnlyPassOnDoNotCount() => Reported("ASA0102 _n = x", Chain(6, does: ""));

    [Fact]
    public void ManyCallsOfManyCallsStayWithinTheBound()
    {
        var calls = string.Join("; ", Enumerable.Repeat("call {0}()", 60));
        var members = BodyText.Members(
            $"""
            async A
                {string.Format(calls, "One")}
            private One
                {string.Format(calls, "Two")}
            private Two
                {string.Format(calls, "Three")}
            private Three
                x = _n
            """);
        Assert.InRange(CallSubstitution.Build(members[0], new TypeBodies(members)).Graph.Nodes.Length, 500, 620);
    }

    [Fact]
    public void WhatIsBeyondTheBoundBecomesAnEntryOfItsOwn() => Expect(
        "Large: _n = r <- r",
        "async A\n    t = await call Large()\nprivate async Large\n    r = _n; await; _n = r" + string.Concat(Enumerable.Repeat("\n    x = ()", 1500)));

    [Fact]
    public void ACallOfAVirtualMemberThatAnswersAtOnceIsSubstituted() => Assert.Equal("A: _n = x if r", FlowText.OfType(CheckThenCall, Members("public virtual void Act() { }")));

    [Theory]
    [InlineData("public virtual System.Threading.Tasks.Task Act() => null;", "")]
    [InlineData("public virtual System.Threading.Tasks.ValueTask<int> Act() => default;", "")]
    [InlineData("public abstract void Act();", "abstract ")]
    public void ACallOfAVirtualMemberThatMayWaitOrHasNoBodyStaysOpaque(string member, string modifier) => Assert.Equal(Nothing, FlowText.OfType(CheckThenCall, Members(member, modifier: modifier)));

    [Fact]
    public void ACallOfAMemberThatIsNotVirtualIsSubstituted() => Assert.Equal("A: _n = x if r", FlowText.OfType(CheckThenCall, Members("public void Act() { }")));

    [Fact]
    public void ACallOfASealedOverrideIsSubstituted() =>
        Assert.Equal("A: _n = x if r", FlowText.OfType(CheckThenCall, Members("public sealed override void Act() { }", "class B { public virtual void Act() { } }", ": B")));

    private const string CheckThenCall =
        """
        async A
            r = _n; if r -> exit
            await; call Act()
        Act
            _n = x
        """;

    private static Dictionary<string, object> Members(string member, string before = "", string bases = "", string modifier = "") => new()
    {
        ["Act"] = Symbols.Type($"{before} public {modifier}class C {bases} {{ {member} }}", "C").GetMembers("Act").Single(),
    };

    private static string Chain(int length, string does = "t = _m; ") =>
        "async A\n    r = _n; if r -> exit\n    await; call F1()"
        + string.Concat(Enumerable.Range(1, length - 1).Select(i => $"\nprivate F{i}\n    {does}call F{i + 1}()"))
        + $"\nprivate F{length}\n    _n = x";
}
