using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>Names for new locals and fields: said after what they hold, and used by nothing else in the scope.</summary>
internal sealed class NameScope
{
    private static readonly string[] Verbs = { "Get", "Fetch", "Load", "Read", "Find", "Query", "Compute", "Create", "Resolve", "Retrieve", "Calculate", "Build", "Make" };
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>A scope in which every identifier that occurs in <paramref name="scope"/> is taken, except at <paramref name="free"/>, which go away.</summary>
    public NameScope(SyntaxNode scope, IEnumerable<TextSpan>? free = null)
    {
        var gone = new HashSet<TextSpan>(free ?? Enumerable.Empty<TextSpan>());
        foreach (var token in scope.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) && !gone.Contains(token.Span))
                _taken.Add(token.ValueText);
        }
    }

    /// <summary>The first of <paramref name="candidates"/> that is free, else the last one with a number; it is taken from then on.</summary>
    public string Take(params string[] candidates)
    {
        foreach (var candidate in candidates)
        {
            if (IsUsable(candidate) && _taken.Add(candidate))
                return candidate;
        }

        var stem = candidates.LastOrDefault(c => c.Length > 0) ?? "value";
        for (var i = 2; ; i++)
        {
            if (_taken.Add(stem + i))
                return stem + i;
        }
    }

    /// <summary>A free name for a local that holds the value of <paramref name="expression"/>.</summary>
    public string ForValue(ExpressionSyntax expression) => Take(Derive(expression), "value", "result");

    private static bool IsUsable(string name) =>
        SyntaxFacts.IsValidIdentifier(name) && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None;

    private static string Derive(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case AwaitExpressionSyntax awaited:
                return Derive(awaited.Expression);
            case ParenthesizedExpressionSyntax parenthesized:
                return Derive(parenthesized.Expression);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" or "AsTask" or "WaitAsync" or "Unwrap" } access }:
                return Derive(access.Expression);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Invoke", Expression: var callee } }:
                return Derive(callee);
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" } } }:
                return "";
            case InvocationExpressionSyntax invocation:
                return Derive(invocation.Expression);
            case MemberAccessExpressionSyntax access:
                return FromMember(access.Name.Identifier.ValueText);
            case MemberBindingExpressionSyntax binding:
                return FromMember(binding.Name.Identifier.ValueText);
            case ObjectCreationExpressionSyntax { Type: var type }:
                return FromMember(type is QualifiedNameSyntax qualified ? qualified.Right.Identifier.ValueText : type is SimpleNameSyntax simple ? simple.Identifier.ValueText : "");
            case SimpleNameSyntax name:
                return FromMember(name.Identifier.ValueText);
            default:
                return "";
        }
    }

    private static string FromMember(string member)
    {
        var name = member.StartsWith("m_", StringComparison.Ordinal) || member.StartsWith("s_", StringComparison.Ordinal) ? member.Substring(2) : member.TrimStart('_');
        name = WithoutEnd(WithoutEnd(name, "Async"), "Task");
        foreach (var verb in Verbs)
        {
            if (string.Equals(name, verb, StringComparison.OrdinalIgnoreCase))
                return "";
            if (name.Length > verb.Length && name.StartsWith(verb, StringComparison.OrdinalIgnoreCase) && char.IsUpper(name[verb.Length]))
                return Camel(name.Substring(verb.Length));
        }

        return Camel(name);
    }

    private static string WithoutEnd(string name, string end) =>
        name.Length > end.Length && name.EndsWith(end, StringComparison.Ordinal) ? name.Substring(0, name.Length - end.Length) : name;

    private static string Camel(string name)
    {
        var capitals = 0;
        while (capitals < name.Length && char.IsUpper(name[capitals]))
            capitals++;
        var lower = capitals <= 1 || capitals == name.Length ? capitals : capitals - 1;
        return name.Substring(0, lower).ToLowerInvariant() + name.Substring(lower);
    }
}
