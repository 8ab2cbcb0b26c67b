namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>What a message type and its uses look like after the fix.</summary>
public sealed class RecordTests
{
    [Theory]
    [InlineData("setters", "internal class M\n{\n    public int Id { get; set; }\n    public string? Name { get; set; }\n}\n", "internal sealed record M\n{\n    public int Id { get; init; }\n    public string? Name { get; init; }\n}\n")]
    [InlineData("sealed", "internal sealed class M\n{\n    public int Id { get; set; }\n}\n", "internal sealed record M\n{\n    public int Id { get; init; }\n}\n")]
    [InlineData("no modifier", "// Sent.\nclass M\n{\n    public int Id { get; set; }\n}\n", "// Sent.\nsealed record M\n{\n    public int Id { get; init; }\n}\n")]
    [InlineData("partial", "partial class M\n{\n    public int Id { get; set; }\n}\n", "sealed partial record M\n{\n    public int Id { get; init; }\n}\n")]
    [InlineData("fields", "internal class M\n{\n    public int Id;\n    public string Name = \"\";\n}\n", "internal sealed record M\n{\n    public int Id { get; init; }\n    public string Name { get; init; } = \"\";\n}\n")]
    [InlineData("two in one field", "internal class M\n{\n    public int X, Y;\n}\n", "internal sealed record M\n{\n    public int X { get; init; }\n    public int Y { get; init; }\n}\n")]
    [InlineData("comments", "/// <summary>Doc.</summary>\ninternal class M\n{\n    /// <summary>Id.</summary>\n    public int Id { get; set; } // why\n}\n", "/// <summary>Doc.</summary>\ninternal sealed record M\n{\n    /// <summary>Id.</summary>\n    public int Id { get; init; } // why\n}\n")]
    [InlineData("attributes", "using System.Text.Json.Serialization;\n\ninternal class M\n{\n    [JsonPropertyName(\"id\")]\n    public int Id { get; set; }\n}\n", "using System.Text.Json.Serialization;\n\ninternal sealed record M\n{\n    [JsonPropertyName(\"id\")]\n    public int Id { get; init; }\n}\n")]
    [InlineData("required", "internal class M\n{\n    public string Name { get; set; } = null!;\n}\n", "internal sealed record M\n{\n    public required string Name { get; init; }\n}\n")]
    [InlineData("a record with setters", "internal record M\n{\n    public int Id { get; set; }\n}\n", "internal record M\n{\n    public int Id { get; init; }\n}\n")]
    [InlineData("methods stay", "internal class M\n{\n    public int Id { get; set; }\n\n    public override string ToString() => $\"{Id}\";\n}\n", "internal sealed record M\n{\n    public int Id { get; init; }\n\n    public override string ToString() => $\"{Id}\";\n}\n")]
    [InlineData("a setter with a body", "internal class M\n{\n    private int _id;\n\n    public int Id { get => _id; set => _id = value; }\n}\n", "internal sealed record M\n{\n    private int _id;\n\n    public int Id { get => _id; init => _id = value; }\n}\n")]
    [InlineData("an interface", "internal interface IMessage { int Id { get; } }\n\ninternal class M : IMessage\n{\n    public int Id { get; set; }\n}\n", "internal interface IMessage { int Id { get; } }\n\ninternal sealed record M : IMessage\n{\n    public int Id { get; init; }\n}\n")]
    [InlineData("a constructor", "internal class M\n{\n    public M(int id) => Id = id;\n\n    public int Id { get; set; }\n\n    public int Other { get; set; }\n}\n", "internal sealed record M\n{\n    public M(int id) => Id = id;\n\n    public int Id { get; init; }\n\n    public int Other { get; init; }\n}\n")]
    [InlineData("small with a constructor", "internal class M\n{\n    public M(int id, string name)\n    {\n        Id = id;\n        this.Name = name;\n    }\n\n    public int Id { get; set; }\n\n    public string Name { get; set; }\n}\n", "internal sealed record M(int Id, string Name);\n")]
    [InlineData("small with more", "internal class M\n{\n    public int Id { get; set; }\n\n    public M(int id) { Id = id; }\n\n    public bool IsNew => Id == 0;\n}\n", "internal sealed record M(int Id)\n{\n    public bool IsNew => Id == 0;\n}\n")]
    public async Task ADeclarationBecomesARecord(string what, string source, string expected) => Assert.Equal(what + "\n" + expected, what + "\n" + await new RecordFixing { Source = source }.ApplyToOneAsync());

    [Theory]
    [InlineData("a list", "public List<int> Lines { get; set; } = new();", "public ImmutableArray<int> Lines { get; init; } = [];")]
    [InlineData("a list with elements", "public List<int> Lines { get; set; } = new() { 1, 2 };", "public ImmutableArray<int> Lines { get; init; } = [1, 2];")]
    [InlineData("an array", "public string[] Tags { get; set; } = Array.Empty<string>();", "public ImmutableArray<string> Tags { get; init; } = [];")]
    public async Task ACollectionThatAlwaysHasAValueBecomesAnImmutableArray(string what, string member, string expected) => Assert.Equal(
        what + "\nusing System.Collections.Immutable;\n\n" + Around("sealed record", expected),
        what + "\n" + await new RecordFixing { Source = Around("class", member) }.ApplyToOneAsync());

    [Theory]
    [InlineData("a list without a value", "public List<int>? Lines { get; set; }", "public IReadOnlyList<int>? Lines { get; init; }")]
    [InlineData("a dictionary", "public Dictionary<string, int> Counts { get; set; } = new();", "public IReadOnlyDictionary<string, int> Counts { get; init; } = new Dictionary<string, int>();")]
    [InlineData("a set", "public HashSet<int> Ids { get; } = new();", "public IReadOnlySet<int> Ids { get; } = new HashSet<int>();")]
    [InlineData("an interface", "public ICollection<int>? Lines { get; set; }", "public IReadOnlyCollection<int>? Lines { get; init; }")]
    [InlineData("a buffer stays", "public byte[] Data { get; set; } = [];", "public byte[] Data { get; init; } = [];")]
    public async Task AnotherCollectionBecomesAView(string what, string member, string expected) => Assert.Equal(
        what + "\n" + Around("sealed record", expected), what + "\n" + await new RecordFixing { Source = Around("class", member) }.ApplyToOneAsync());

    [Fact]
    public async Task WithoutCollectionExpressionsAListBecomesAView() => Assert.Equal(
        Around("sealed record", "public IReadOnlyList<int> Lines { get; init; } = new List<int>();"),
        await new RecordFixing { Source = Around("class", "public List<int> Lines { get; set; } = new();"), Language = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp10 }.ApplyToOneAsync());

    [Theory]
    [InlineData(
        "var m = new M { Id = 1 };\n        await to.WriteAsync(m);\n        m.Id = 2;\n        await to.WriteAsync(m);",
        "var m = new M { Id = 1 };\n        await to.WriteAsync(m);\n        m = m with { Id = 2 };\n        await to.WriteAsync(m);")]
    [InlineData(
        "var m = new M();\n        for (var i = 0; i < 9; i++)\n        {\n            m.Id = i;\n            await to.WriteAsync(m);\n        }",
        "var m = new M();\n        for (var i = 0; i < 9; i++)\n        {\n            m = m with { Id = i };\n            await to.WriteAsync(m);\n        }")]
    public async Task WhatIsChangedAfterItWasSentIsCopied(string before, string after) => Assert.Equal(
        Sender("class", "set", after).Replace("internal class M", "internal sealed record M").Replace("get; set;", "get; init;"),
        await new RecordFixing { Rule = "ASA0301", Source = Sender("class", "set", before) }.ApplyToOneAsync());

    [Theory]
    [InlineData("var m = new M { Id = 1 };\n        await to.WriteAsync(m);\n        Keep(m);\n        m.Id = 2;")]
    [InlineData("var m = _last;\n        await to.WriteAsync(m);\n        m.Id = 2;")]
    public async Task NotWhereSomebodyElseHoldsIt(string body) => Assert.Empty(await new RecordFixing { Rule = "ASA0301", Source = Sender("class", "set", body) }.ApplyAsync());

    private static string Sender(string form, string setter, string body) =>
        $"internal {form} M\n{{\n    public int Id {{ get; {setter}; }}\n}}\n\ninternal class Sender\n{{\n    private M _last = new M();\n\n    public async Task SendAsync(ChannelWriter<M> to)\n    {{\n        {body}\n    }}\n\n    private void Keep(M m) => _last = m;\n}}\n";

    [Fact]
    public async Task AStructBecomesARecordStruct() => Assert.Equal(
        Around("readonly record struct", "public IReadOnlyList<int>? Lines { get; init; }", id: ""),
        await new RecordFixing { Source = Around("struct", "public List<int>? Lines;", id: "") }.ApplyToOneAsync());

    [Theory]
    [InlineData("an initialiser stays", "return new M { Id = n };", "return new M { Id = n };")]
    [InlineData("settings move into the creation", "var m = new M();\n        m.Id = n;\n        m.Name = \"a\";\n        return m;", "var m = new M { Id = n, Name = \"a\" };\n        return m;")]
    [InlineData("settings are added to the creation", "var m = new M { Id = n };\n        m.Name = \"a\";\n        return m;", "var m = new M { Id = n, Name = \"a\" };\n        return m;")]
    [InlineData("target-typed", "M m = new();\n        m.Id = n;\n        return m;", "M m = new() { Id = n };\n        return m;")]
    [InlineData("a value that looks at the object", "var m = new M();\n        m.Id = n;\n        m.Name = m.Id.ToString();\n        return m;", "var m = new M { Id = n };\n        m = m with { Name = m.Id.ToString() };\n        return m;")]
    [InlineData("a setting that depends", "var m = new M { Id = n };\n        if (n > 3)\n            m.Name = \"a\";\n        return m;", "var m = new M { Id = n };\n        if (n > 3)\n            m = m with { Name = \"a\" };\n        return m;")]
    [InlineData("in a loop", "var m = new M();\n        for (var i = 0; i < n; i++)\n        {\n            m.Id += i;\n        }\n        return m;", "var m = new M();\n        for (var i = 0; i < n; i++)\n        {\n            m = m with { Id = m.Id + i };\n        }\n        return m;")]
    [InlineData("counting", "var m = new M();\n        m.Id++;\n        return m;", "var m = new M();\n        m = m with { Id = m.Id + 1 };\n        return m;")]
    [InlineData("settings that follow on each other", "var m = new M();\n        Console.WriteLine();\n        m.Id = n;\n        m.Name = \"a\";\n        return m;", "var m = new M();\n        Console.WriteLine();\n        m = m with { Id = n, Name = \"a\" };\n        return m;")]
    [InlineData("twice the same", "var m = new M();\n        m.Id = n;\n        m.Id = n + 1;\n        return m;", "var m = new M { Id = n };\n        m = m with { Id = n + 1 };\n        return m;")]
    [InlineData("a comment stays", "var m = new M();\n        m.Id = n;\n        // Later.\n        m.Name = \"a\";\n        return m;", "var m = new M { Id = n };\n        // Later.\n        m = m with { Name = \"a\" };\n        return m;")]
    [InlineData("reading", "var m = new M { Id = n };\n        Console.WriteLine(m.Name);\n        return m;", "var m = new M { Id = n };\n        Console.WriteLine(m.Name);\n        return m;")]
    public async Task AUseIsTurned(string what, string body, string expected)
    {
        var changed = await new RecordFixing { Source = "internal class M\n{\n    public int Id { get; set; }\n    public string? Name { get; set; }\n}\n", Others = [User(body)] }.ApplyAsync();
        Assert.StartsWith("internal sealed record M", changed[0], StringComparison.Ordinal);
        Assert.Equal(what + "\n" + User(expected), what + "\n" + (changed.Length == 1 ? User(body) : changed[1]));
    }

    [Theory]
    [InlineData("an array", "string[] Tags { get; set; } = [];", "return new M { Tags = new[] { \"a\" } };", "return new M { Tags = [\"a\"] };")]
    [InlineData("a copy", "List<int> Tags { get; set; } = [];", "return new M { Tags = Enumerable.Range(0, n).ToList() };", "return new M { Tags = [.. Enumerable.Range(0, n)] };")]
    [InlineData("a count", "List<int> Tags { get; set; } = [];", "var m = new M { Tags = [n] };\n        Console.WriteLine(m.Tags.Count);\n        return m;", "var m = new M { Tags = [n] };\n        Console.WriteLine(m.Tags.Length);\n        return m;")]
    [InlineData("a list of others", "int[] Tags { get; set; } = [];", "var all = new int[n];\n        var m = new M { Tags = all };\n        Console.WriteLine(m.Tags.Length);\n        return m;", "var all = new int[n];\n        var m = new M { Tags = all };\n        Console.WriteLine(m.Tags.Count);\n        return m;")]
    [InlineData("filled in place", "List<int> Tags { get; } = new();", "return new M { Tags = { 1, 2 } };", "return new M { Tags = [1, 2] };")]
    [InlineData("added before it is sent", "List<int> Tags { get; set; } = new();", "var m = new M { Id = n };\n        m.Tags.Add(n);\n        m.Tags.Add(2);\n        return m;", "var m = new M { Id = n };\n        m = m with { Tags = m.Tags.Add(n) };\n        m = m with { Tags = m.Tags.Add(2) };\n        return m;")]
    [InlineData("added in a loop", "List<int> Tags { get; set; } = [];", "var m = new M();\n        foreach (var x in new[] { 1, n })\n            m.Tags.Add(x);\n        return m;", "var m = new M();\n        foreach (var x in new[] { 1, n })\n            m = m with { Tags = m.Tags.Add(x) };\n        return m;")]
    [InlineData("added to a view", "List<int>? Tags { get; set; }", "var m = new M { Tags = new List<int>() };\n        m.Tags.Add(n);\n        return m;", "var m = new M { Tags = new List<int>() };\n        m = m with { Tags = [.. m.Tags, n] };\n        return m;")]
    public async Task AValueOfACollectionIsTurned(string what, string member, string body, string expected)
    {
        var changed = await new RecordFixing { Source = "internal class M\n{\n    public " + member + "\n    public int Id { get; set; }\n}\n", Others = [User(body)] }.ApplyAsync();
        Assert.Equal(what + "\n" + User(expected), what + "\n" + (changed.Length == 1 ? User(body) : changed.ElementAtOrDefault(1)));
    }

    [Theory]
    [InlineData("List<int> Tags { get; } = new();", "var m = new M();\n        m.Tags.Add(n);\n        return m;", "it cannot be given anew")]
    [InlineData("List<int> Tags { get; set; } = new();", "var m = new M();\n        var all = m.Tags;\n        m.Tags.Add(n);\n        all.Add(2);\n        return m;", "it has another name")]
    [InlineData("List<int> Tags { get; set; } = new();", "var all = new List<int>();\n        var m = new M { Tags = all };\n        m.Tags.Add(n);\n        all.Add(2);\n        return m;", "it has another name")]
    [InlineData("List<int> Tags { get; set; } = new();", "var all = new List<int>();\n        var m = new M();\n        m.Tags = all;\n        m.Tags.Add(n);\n        return m;", "it has another name")]
    [InlineData("List<int> Tags { get; set; } = new();", "var m = new M();\n        Keep(m);\n        m.Tags.Add(n);\n        return m;\n        static void Keep(M m) => GC.KeepAlive(m);", "others may hold it")]
    [InlineData("HashSet<int> Tags { get; set; } = new();", "var m = new M();\n        m.Tags.Add(n);\n        return m;", "a set has no such form")]
    public async Task WhereAListIsAddedToInAnotherWayNothingIsOffered(string member, string body, string because) =>
        Assert.True((await new RecordFixing { Source = "internal class M\n{\n    public " + member + "\n    public int Id { get; set; }\n}\n", Others = [User(body)] }.ApplyAsync()).Length == 0, because);

    [Fact]
    public async Task UsesInAnotherProjectAreTurned()
    {
        var changed = await new RecordFixing
        {
            Source = "public class M\n{\n    public int Id { get; set; }\n}\n",
            Program = "var m = new M();\nm.Id = 3;\nConsole.WriteLine(m.Id);\n",
        }.ApplyAsync();
        Assert.Equal(["public sealed record M\n{\n    public int Id { get; init; }\n}\n", "var m = new M();\nm = m with { Id = 3 };\nConsole.WriteLine(m.Id);\n"], changed);
    }

    [Fact]
    public async Task EveryPartBecomesAPart()
    {
        var changed = await new RecordFixing { Source = "internal partial class M\n{\n    public int Id { get; set; }\n}\n", Others = ["internal partial class M\n{\n    public int Other { get; set; }\n}\n"] }.ApplyAsync();
        Assert.Equal(["internal sealed partial record M\n{\n    public int Id { get; init; }\n}\n", "internal partial record M\n{\n    public int Other { get; init; }\n}\n"], changed);
    }

    [Fact]
    public async Task TheTypeInsideIsTurnedWhereItIsTheReason()
    {
        var changed = await new RecordFixing { Source = "internal sealed record M(Line First);\n\ninternal class Line\n{\n    public int Price { get; set; }\n}\n" }.ApplyToOneAsync();
        Assert.Equal("internal sealed record M(Line First);\n\ninternal sealed record Line\n{\n    public int Price { get; init; }\n}\n", changed);
    }

    [Fact]
    public async Task AllAreConvertedOneAfterTheOther() => Assert.Equal(
        "internal sealed record M\n{\n    public int Id { get; init; }\n}\n\ninternal sealed record N\n{\n    public M? Inner { get; init; }\n}\n",
        await new RecordFixing
        {
            Source = "internal class M\n{\n    public int Id { get; set; }\n}\n\ninternal class N\n{\n    public M? Inner { get; set; }\n}\n",
            Others = ["internal static class More { internal static readonly Channel<N> All = Channel.CreateBounded<N>(1); }"],
        }.ApplyAllAsync());

    [Fact]
    public async Task AFileWithWindowsLineEndsKeepsThem()
    {
        var changed = await new RecordFixing { Source = "internal class M\r\n{\r\n    public int Id { get; set; }\r\n}\r\n" }.ApplyToOneAsync();
        Assert.Equal("internal sealed record M\r\n{\r\n    public int Id { get; init; }\r\n}\r\n", changed);
    }

    private static string Around(string kind, string member, string id = "\n    public int Id { get; set; }") =>
        $"internal {kind} M\n{{\n    {member}{(kind == "class" ? id : id.Replace("set", "init", StringComparison.Ordinal))}\n}}\n";

    private static string User(string body) => $"internal static class User\n{{\n    internal static M Make(int n)\n    {{\n        {body}\n    }}\n}}\n";
}
