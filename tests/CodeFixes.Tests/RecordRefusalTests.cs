using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AsyncStateAnalyzers.CodeFixes.Tests;

/// <summary>Where no record is offered, because something would not compile, do something else, or break somebody who is not here.</summary>
public sealed class RecordRefusalTests
{
    private const string M = "internal class M\n{\n    public int Id { get; set; }\n    public string? Name { get; set; }\n    public List<int> Lines { get; set; } = new();\n}\n";

    [Theory]
    [InlineData("")]
    [InlineData("internal class User { internal M Make() => new M { Id = 3, Lines = new List<int> { 1 } }; internal int Read(M m) => m.Lines.Sum() + m.Lines[0] + m.Id; internal bool None(M? m) => m == null || m is null; }")]
    [InlineData("internal class User { internal List<M> All { get; } = new(); internal void Add(M m) => All.Add(m); internal M? Find(int id) => All.FirstOrDefault(m => m.Id == id); }")]
    [InlineData("internal static class Asker { internal static string Name<T>() => typeof(T).Name; internal static int Count<T>() => typeof(T).GetInterfaces().Length; } internal class User { internal string Name() => Asker.Name<M>() + typeof(M).FullName; internal int Other() => Asker.Count<int>(); }")]
    public async Task NothingSpeaksAgainstIt(string other) => Assert.NotEmpty(await new RecordFixing { Source = M, Others = [other] }.ApplyAsync());

    [Theory]
    [InlineData("internal class User { internal void Fill(M m) => m.Id = 3; }", "the caller would not see it")]
    [InlineData("internal class User { private M _m = new(); internal void Fill() => _m.Id = 3; }", "others may hold it")]
    [InlineData("internal class User { internal void Fill(List<M> all) => all[0].Id = 3; }", "others hold it")]
    [InlineData("internal class User { internal void Fill(List<M> all) { foreach (var m in all) m.Id = 3; } }", "others hold it")]
    [InlineData("internal class User { internal M Fill(List<M> all) { var m = new M(); all.Add(m); m.Id = 3; return m; } }", "it was handed on before")]
    [InlineData("internal class User { internal void Fill(List<M> all) { var m = new M(); for (var i = 0; i < 3; i++) { m.Id = i; all.Add(m); } } }", "it was handed on in the turn before")]
    [InlineData("internal class User { internal M Fill() { var m = new M(); Action a = () => Console.WriteLine(m.Id); m.Id = 3; a(); return m; } }", "a lambda sees it")]
    [InlineData("internal class User { internal M Fill(M other) { var m = other; m.Id = 3; return m; } }", "it was not made here")]
    [InlineData("internal class User { internal M Fill() { var m = new M(); m = new M(); m.Id = 3; return m; } }", "it is made twice")]
    [InlineData("internal class User { internal M Fill() { var m = new M(); var x = m.Id = 3; return m; } }", "the value is used")]
    [InlineData("internal class Owner { internal M Inner { get; set; } = new(); } internal class User { internal void Fill(Owner o) => o.Inner.Id = 3; }", "it is in another object")]
    [InlineData("internal class User { internal void Fill(Holder h) => h.M.Id = 3; } internal class Holder { internal M M = new(); }", "it is in another object")]
    [InlineData("internal class User { internal M Fill() { var m = new M(); (m.Id, m.Name) = (1, \"\"); return m; } }", "both at once")]
    [InlineData("internal class User { internal M Fill() { var m = new M(); m.Lines.AddRange(new[] { 3 }); return m; } }", "the list is filled later")]
    [InlineData("internal class User { internal M Fill() { var m = new M { Lines = new() { 1 } }; m.Lines[0] = 3; return m; } }", "the list is changed")]
    [InlineData("internal class User { internal M Fill() { var m = new M(); m.Lines.Reverse(); return m; } }", "the list is turned round in place")]
    [InlineData("internal class User { internal M Fill() { var m = new M(); m.Lines.Sort(); return m; } }", "the list is sorted in place")]
    [InlineData("internal class User { internal void Take(List<int> l) { } internal void Fill(M m) => Take(m.Lines); }", "somebody wants a list")]
    [InlineData("internal class User { internal bool Same(M a, M b) => a == b; }", "it is told apart by identity")]
    [InlineData("internal class User { internal bool In(List<M> all, M m) => all.Contains(m); }", "it is looked for by identity")]
    [InlineData("internal class User { internal readonly Dictionary<M, int> All = new(); }", "it is a key")]
    [InlineData("internal class User { internal void Go(M m) { lock (m) { } } }", "it is a lock")]
    [InlineData("internal class Set<T> { } internal class DbSet<T> { } internal class User { internal DbSet<M> All { get; } = new(); }", "a mapper tracks it")]
    [InlineData("internal class D : M { }", "a class derives from it")]
    [InlineData("internal class User { internal int Count() => typeof(M).GetInterfaces().Length; }", "its interfaces are counted")]
    [InlineData("internal class Base<T> { internal Type[] All() => typeof(T).GetInterfaces(); } internal class Mid<T> : Base<T> { } internal class User : Mid<M> { }", "its interfaces are counted by a base")]
    [InlineData("internal static class Asker { internal static int Count<T>() => typeof(T).GetMethods().Length; } internal class User { internal int Count() => Asker.Count<M>(); }", "its methods are counted")]
    public async Task AUseThatCannotBeTurned(string other, string because) => Assert.True((await new RecordFixing { Source = M, Others = [other] }.ApplyAsync()).Length == 0, because);

    [Theory]
    [InlineData("internal class M { private int _id; public int Id { get => _id; set => _id = value; } public override bool Equals(object? o) => o is M m && m.Id == Id; public override int GetHashCode() => Id; }", "it has an equality of its own")]
    [InlineData("internal class B { public int Id { get; set; } } internal class M : B { public int Other { get; set; } }", "records derive from records")]
    [InlineData("internal class M { public virtual int Id { get; set; } }", "somebody may override it")]
    [InlineData("internal class M(int id) { public int Id { get; set; } = id; }", "the parameter would become a property")]
    [InlineData("internal interface I { int Id { get; set; } } internal class M : I { public int Id { get; set; } }", "the interface asks for the setter")]
    [InlineData("[System.Xml.Serialization.XmlRoot] public class M { public int Id { get; set; } }", "the serialiser asks for setters")]
    [InlineData("internal class M { [System.ComponentModel.DataAnnotations.Key] public int Id { get; set; } }", "a mapper tracks it")]
    [InlineData("internal class M { public System.Text.StringBuilder Text { get; set; } = new(); }", "there is no form that cannot change")]
    [InlineData("internal class M { public int Id { get; set; } public int[][] Rows { get; set; } = []; }", "there is no form that cannot change")]
    [InlineData("internal abstract class M { public int Id { get; set; } }", "it is abstract")]
    [InlineData("internal class M { public int Id { get; set; } public M Clone() => new() { Id = Id }; }", "a record has a clone of its own")]
    public async Task ADeclarationThatCannotBeARecord(string source, string because) => Assert.True((await new RecordFixing { Source = source }.ApplyAsync()).Length == 0, because);

    [Fact]
    public async Task ALanguageWithoutRecordStructs() => Assert.EndsWith(
        "because this version of the language has no such records",
        await new RecordFixing { Source = "internal struct M { public string[]? A; }", Language = LanguageVersion.CSharp9 }.MessageAsync(), StringComparison.Ordinal);

    [Theory]
    [InlineData("a library", OutputKind.DynamicallyLinkedLibrary, "", "", false)]
    [InlineData("a program", OutputKind.ConsoleApplication, "", "", true)]
    [InlineData("a library of a program", OutputKind.DynamicallyLinkedLibrary, "Console.WriteLine();", "", true)]
    [InlineData("a library of a program that is packed", OutputKind.DynamicallyLinkedLibrary, "Console.WriteLine();", "build_property.PackageLicenseExpression = MIT", false)]
    [InlineData("a library of a program that is packed when built", OutputKind.DynamicallyLinkedLibrary, "Console.WriteLine();", "build_property.GeneratePackageOnBuild = true", false)]
    [InlineData("a library that is never packed", OutputKind.DynamicallyLinkedLibrary, "Console.WriteLine();", "build_property.PackageTags = x\nbuild_property.IsPackable = false", true)]
    public async Task APublicTypeIsChangedOnlyWhereAllItsUsersAreHere(string what, OutputKind output, string program, string config, bool offered)
    {
        var fixing = new RecordFixing { Source = "public class M\n{\n    public int Id { get; set; }\n}\n" + (output == OutputKind.ConsoleApplication ? "internal static class P { internal static void Main() { } }" : ""), Output = output, Program = program, GlobalConfig = config };
        Assert.True(offered == (await fixing.ApplyAsync()).Length > 0, what);
    }

    [Fact]
    public async Task AnApiThatIsWrittenDownIsNotChanged() => Assert.Empty(
        await new RecordFixing { Source = "public class M { public int Id { get; set; } }", Program = "Console.WriteLine();", AdditionalFiles = ["PublicAPI.Shipped.txt"] }.ApplyAsync());

    [Fact]
    public async Task AUseInAnotherProjectSpeaksAgainstIt() => Assert.Empty(
        await new RecordFixing { Source = "public class M { public int Id { get; set; } }", Program = "static void Fill(M m) => m.Id = 3;\nFill(new M());" }.ApplyAsync());

    [Theory]
    [InlineData("internal class User { internal void Fill(M m) => m.Id = 3; }", "; 'M' cannot become a record as it is, because 'Fill' sets 'Id' where others may hold the object")]
    [InlineData("internal class User { internal void Fill(M m) => m.Lines.Add(3); }", "; 'M' cannot become a record as it is, because 'Fill' changes what is in 'Lines'")]
    [InlineData("internal class D : M { }", "; 'M' cannot become a record as it is, because 'D' derives from it")]
    [InlineData("internal class DbSet<T> { } internal class Shop { internal DbSet<M>? All; }", "; 'M' cannot become a record as it is, because 'Shop' keeps it in a 'DbSet'")]
    [InlineData("internal class User { internal M Make() => new M { Id = 3 }; }", "'Id' can be set")]
    public async Task TheMessageNamesTheUse(string other, string end) => Assert.EndsWith(end, await new RecordFixing { Source = M, Others = [other] }.MessageAsync(), StringComparison.Ordinal);
}
