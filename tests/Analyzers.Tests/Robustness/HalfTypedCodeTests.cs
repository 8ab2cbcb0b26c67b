using AsyncStateAnalyzers.Testing;
using AsyncStateAnalyzers.Tests.Cases;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Tests.Robustness;

/// <summary>
/// The analyzer runs while somebody types, so most of what it sees does not compile. Every case is damaged in many places; the
/// analyzer must not throw on any of them. One damage per file and round: the files of a round are compiled together.
/// </summary>
public sealed class HalfTypedCodeTests
{
    private const int Rounds = 8;

    private static readonly Lazy<CaseFile[]> s_cases = new(() => [.. CaseFile.In("flow"), .. CaseFile.In("real-rmw")]);

    private static readonly Lazy<CaseFile[]> s_fixedBugs = new(() => [.. CaseFile.In("real-sync"), .. CaseFile.In("real-more")]);

    /// <summary>The groups of rounds that are tests of their own, so that they are reported one by one.</summary>
    public static TheoryData<int> Groups => [.. Enumerable.Range(0, 5)];

    [Theory]
    [MemberData(nameof(Groups))]
    public void ATokenIsMissing(int group) => Survive(group, WithoutToken);

    [Theory]
    [MemberData(nameof(Groups))]
    public void TheFileEndsBeforeASemicolon(int group) => Survive(group, CutAtSemicolon);

    /// <summary>The compiler ends with an exception when it is asked for the graph of these.</summary>
    [Theory]
    [InlineData("public async Task M(System.Text.StringBuilder b) { var n = _n; await F(); b.AppendLine(Unknown.Format, $\"{n}\"); _n = n + 1; }")]
    [InlineData("public async Task M(System.Text.StringBuilder b) { var n = _n; await F(); Action a = () => b.AppendLine(Unknown.Format, $\"{n}\"); _n = n + 1; }")]
    [InlineData("public async Task M(System.Text.StringBuilder b) { var n = _n; await F(); void A() => b.AppendLine(Unknown.Format, $\"{n}\"); _n = n + 1; }")]
    public void WhatTheCompilerCannotFollowIsSaid(string member) => Assert.Contains(
        AnalyzerRunner.Run(AnalyzerRunner.Compile([("Test.cs", "public class C { private int _n; private static Task F() => Task.Delay(1); " + member + " public async Task N() { await F(); _n++; } }")])),
        r => r.Id == "ASA0001" && r.GetMessage() == "'M' is not analyzed for shared state across 'await': the compiler cannot follow it while it does not compile");

    /// <summary>Of the rules about guards, channels, ambient state and signals, in fewer places.</summary>
    [Theory]
    [InlineData(7)]
    [InlineData(23)]
    public void FixedBugsAreDamaged(int round)
    {
        Survive(round, WithoutToken, s_fixedBugs.Value);
        Survive(round, CutAtSemicolon, s_fixedBugs.Value);
        Survive(round, Doubled, s_fixedBugs.Value);
        Survive(round, Renamed, s_fixedBugs.Value);
    }

    private static void Survive(int group, Func<CaseFile, int, string> damage)
    {
        for (var round = group * Rounds; round < (group + 1) * Rounds; round++)
            Survive(round, damage, s_cases.Value);
    }

    private static void Survive(int round, Func<CaseFile, int, string> damage, CaseFile[] cases)
    {
        var files = cases.Select(c => (c.Name, Text: damage(c, round))).ToList();
        if (Crash(files) is not null)
            Assert.Fail(string.Join("\n\n", files.Select(f => (f, Crash: Crash([f]))).Where(f => f.Crash is not null).Select(f => f.f.Text + "\n" + f.Crash)));
    }

    private static AnalyzerCrashException? Crash(IEnumerable<(string, string)> files)
    {
        try
        {
            AnalyzerRunner.Run(AnalyzerRunner.Compile(files));
            return null;
        }
        catch (AnalyzerCrashException crash)
        {
            return crash;
        }
    }

    /// <summary>The rounds of all groups are spread evenly over the tokens of the file.</summary>
    private static string WithoutToken(CaseFile file, int round)
    {
        var tokens = CSharpSyntaxTree.ParseText(file.Text).GetRoot().DescendantTokens().Where(t => t.Span.Length > 0).ToList();
        var token = tokens[round * tokens.Count / (Groups.Count * Rounds)];
        return file.Text.Remove(token.SpanStart, token.Span.Length);
    }

    /// <summary>Each round cuts before another semicolon; a file with fewer is cut there again.</summary>
    private static string CutAtSemicolon(CaseFile file, int round)
    {
        var ends = Enumerable.Range(0, file.Text.Length).Where(i => file.Text[i] == ';').ToList();
        return file.Text[..ends[round % ends.Count]];
    }

    /// <summary>Somebody pastes what he has just copied: a type, a member, a statement.</summary>
    private static string Doubled(CaseFile file, int round)
    {
        var nodes = CSharpSyntaxTree.ParseText(file.Text).GetRoot().DescendantNodes().Where(n => n is MemberDeclarationSyntax and not BaseNamespaceDeclarationSyntax or StatementSyntax or SwitchSectionSyntax or CatchClauseSyntax or ParameterSyntax).ToList();
        var node = nodes[round * nodes.Count / (Groups.Count * Rounds)];
        return file.Text.Insert(node.FullSpan.End, (node is ParameterSyntax ? ", " : "") + node.ToFullString());
    }

    private static string Renamed(CaseFile file, int round)
    {
        var names = CSharpSyntaxTree.ParseText(file.Text).GetRoot().DescendantTokens().Where(t => t.IsKind(SyntaxKind.IdentifierToken)).ToList();
        var name = names[round * names.Count / (Groups.Count * Rounds)];
        return file.Text.Remove(name.SpanStart, name.Span.Length).Insert(name.SpanStart, "Unknown");
    }
}
