using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>Calls that take a guard and calls that give it back, and what stands around them.</summary>
internal static class GuardCalls
{
    private static readonly Dictionary<string, string> Counterparts = new(StringComparer.Ordinal)
    {
        ["WaitAsync"] = "Release",
        ["Wait"] = "Release",
        ["Enter"] = "Exit",
        ["TryEnter"] = "Exit",
        ["EnterWriteLock"] = "ExitWriteLock",
        ["TryEnterWriteLock"] = "ExitWriteLock",
        ["EnterReadLock"] = "ExitReadLock",
        ["TryEnterReadLock"] = "ExitReadLock",
        ["EnterUpgradeableReadLock"] = "ExitUpgradeableReadLock",
        ["TryEnterUpgradeableReadLock"] = "ExitUpgradeableReadLock",
    };

    /// <summary>The name of what is called.</summary>
    public static string Name(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    /// <summary>The object that is taken or given back, without <c>this.</c>: the receiver, or the first argument of <c>Monitor</c>.</summary>
    public static ExpressionSyntax? Guard(InvocationExpressionSyntax call)
    {
        var receiver = call.Expression switch
        {
            MemberAccessExpressionSyntax { Expression: var owner } when IsMonitor(owner) => call.ArgumentList.Arguments.FirstOrDefault()?.Expression,
            MemberAccessExpressionSyntax access => access.Expression,
            MemberBindingExpressionSyntax => call.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault()?.Expression,
            _ => null,
        };
        return receiver is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own ? own.Name : receiver;
    }

    /// <summary>True for <c>Monitor</c>, qualified or not.</summary>
    public static bool IsMonitor(ExpressionSyntax owner) =>
        owner is IdentifierNameSyntax { Identifier.ValueText: "Monitor" } or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Monitor" } or AliasQualifiedNameSyntax { Name.Identifier.ValueText: "Monitor" };

    /// <summary>True where both calls are about one object, as far as their text says.</summary>
    public static bool IsSame(InvocationExpressionSyntax one, InvocationExpressionSyntax other) =>
        Guard(one) is { } first && Guard(other) is { } second && SyntaxFactory.AreEquivalent(first.WithoutTrivia(), second.WithoutTrivia(), topLevel: false);

    /// <summary>The calls in <paramref name="nodes"/> that give back what <paramref name="acquire"/> takes.</summary>
    public static IEnumerable<InvocationExpressionSyntax> Releases(InvocationExpressionSyntax acquire, IEnumerable<SyntaxNode> nodes) =>
        nodes.OfType<InvocationExpressionSyntax>().Where(c => Gives(acquire, Name(c)) && IsSame(acquire, c));

    /// <summary>The other calls in <paramref name="nodes"/> that take the same.</summary>
    public static IEnumerable<InvocationExpressionSyntax> Acquires(InvocationExpressionSyntax acquire, IEnumerable<SyntaxNode> nodes) =>
        nodes.OfType<InvocationExpressionSyntax>().Where(c => c != acquire && (Counterparts.ContainsKey(Name(c)) || Name(c) == Name(acquire)) && IsSame(acquire, c));

    /// <summary>The call with <c>ConfigureAwait</c>, <c>await</c> and parentheses around it.</summary>
    public static ExpressionSyntax Whole(ExpressionSyntax call)
    {
        var whole = call;
        while (true)
        {
            switch (whole.Parent)
            {
                case AwaitExpressionSyntax or ParenthesizedExpressionSyntax:
                case ConditionalAccessExpressionSyntax conditional when conditional.WhenNotNull == whole:
                    whole = (ExpressionSyntax)whole.Parent;
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured } access when access.Expression == whole:
                    whole = configured;
                    break;
                default:
                    return whole;
            }
        }
    }

    /// <summary>The statement that consists of the call alone; null where it is part of another one.</summary>
    public static StatementSyntax? Alone(InvocationExpressionSyntax call)
    {
        var whole = Whole(call);
        if (whole.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard && discard.Right == whole)
            whole = discard;
        return whole.Parent as ExpressionStatementSyntax;
    }

    private static bool Gives(InvocationExpressionSyntax acquire, string name)
    {
        if (name == "ReleaseMutex" && Name(acquire) == "WaitOne" || name == "Release" && Name(acquire) == "WaitOne")
            return true;
        return Counterparts.TryGetValue(Name(acquire), out var giving) && giving == name;
    }
}
