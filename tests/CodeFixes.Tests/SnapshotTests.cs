using AsyncStateAnalyzers.Model;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>The loop goes through a copy.</summary>
public class SnapshotTests
{
    [Theory]
    [InlineData("List<string>", "_l", "_l.ToArray()")]
    [InlineData("List<string>", "this._l", "this._l.ToArray()")]
    [InlineData("Dictionary<int, string>", "_l.Values", "_l.Values.ToArray()")]
    [InlineData("HashSet<string>", "_l.Where(x => x.Length > 1)", "_l.Where(x => x.Length > 1).ToArray()")]
    [InlineData("List<string>?", "_l!", "_l!.ToArray()")]
    [InlineData("List<string>?", "_l ?? new()", "(_l ?? new()).ToArray()")]
    public Task A_copy_is_made_first(string type, string before, string after) =>
        Shape.Becomes(Fixing.Snapshot, Loop(type, "{W:" + before + ":W}"), Loop(type, after), member: "_l", with: Shape.Only(FixKinds.Snapshot));

    [Fact]
    public Task The_using_is_added_where_it_is_missing() => Shape.Becomes(
        Fixing.Snapshot,
        "// Licence\nusing System;\nusing System.Collections.Generic;\nusing System.Threading.Tasks;\n\n" + Loop("HashSet<string>", "{W:_l:W}"),
        "// Licence\nusing System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing System.Threading.Tasks;\n\n" + Loop("HashSet<string>", "_l.ToArray()"),
        member: "_l",
        with: f => f with { Kinds = FixKinds.Snapshot, GlobalUsings = false });

    [Fact]
    public Task A_list_needs_no_using() => Shape.Becomes(
        Fixing.Snapshot,
        "using System;\nusing System.Collections.Generic;\nusing System.Threading.Tasks;\n\n" + Loop("List<string>", "{W:_l:W}"),
        "using System;\nusing System.Collections.Generic;\nusing System.Threading.Tasks;\n\n" + Loop("List<string>", "_l.ToArray()"),
        member: "_l",
        with: f => f with { Kinds = FixKinds.Snapshot, GlobalUsings = false });

    [Fact]
    public Task Pairs_stay_pairs() => Shape.Becomes(
        Fixing.Snapshot,
        "class A\n{\n    readonly Dictionary<int, Func<Task>> _l = new();\n    public async Task Go()\n    {\n        foreach (var (_, f) in {W:_l:W}) {S:await f():S};\n    }\n}",
        "class A\n{\n    readonly Dictionary<int, Func<Task>> _l = new();\n    public async Task Go()\n    {\n        foreach (var (_, f) in _l.ToArray()) await f();\n    }\n}",
        member: "_l",
        with: Shape.Only(FixKinds.Snapshot));

    [Fact]
    public Task A_collection_without_elements_of_a_type_is_left_alone() => Shape.IsRefused(
        Fixing.Snapshot,
        Loop("System.Collections.Hashtable", "{W:_l.Keys:W}").Replace("var x", "string x"),
        member: "_l",
        with: Shape.Only(FixKinds.Snapshot));

    [Fact]
    public async Task All_loops_of_a_document_are_mended_at_once()
    {
        var source = "class A\n{\n    readonly List<Func<Task>> _l = new();\n    public async Task Go()\n    {\n        foreach (var f in {W:_l:W}) {S:await f():S};\n        foreach (var f in {W2:_l:W2}) {S2:await f():S2};\n    }\n}";
        var fixing = new Fixing { Source = source, Member = "_l", Kinds = FixKinds.Snapshot };
        Assert.Equal(2, (await fixing.ApplyAllAsync(Fixing.Snapshot, new SnapshotCodeFixProvider())).Split("in _l.ToArray())").Length - 1);
    }

    private static string Loop(string type, string over) =>
        "class A\n{\n    readonly " + type + " _l = new();\n    public async Task Go(Func<string, Task> g)\n    {\n        foreach (var x in " + over + ")\n        {\n            await g(x);\n        }\n    }\n}";
}
