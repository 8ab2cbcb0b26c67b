using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// Which members of a compilation hand out what belongs to the thread, by name: <c>[ThreadStatic]</c> fields, <c>ThreadLocal&lt;T&gt;</c> fields,
/// and members that name one of these. Found once for each file that has the words.
/// </summary>
internal sealed class ThreadMembers
{
    private static readonly ConditionalWeakTable<SyntaxTree, List<(string Type, string Member)>> s_files = new();
    private readonly Dictionary<string, HashSet<string>> _types = new(StringComparer.Ordinal);

    private ThreadMembers()
    {
    }

    /// <summary>The members of a compilation.</summary>
    public static ThreadMembers Of(Compilation compilation)
    {
        var result = new ThreadMembers();
        foreach (var tree in compilation.SyntaxTrees)
        {
            var index = NameIndex.Of(tree);
            if (!index.MayContain("ThreadStatic") && !index.MayContain("ThreadStaticAttribute") && !index.MayContain("ThreadLocal"))
                continue;
            foreach (var (type, member) in s_files.GetValue(tree, static t => In(t).ToList()))
            {
                if (!result._types.TryGetValue(member, out var types))
                    result._types.Add(member, types = new HashSet<string>(StringComparer.Ordinal));
                types.Add(type);
            }
        }

        return result;
    }

    /// <summary>True where one of the names may be such a member: of the type itself, or of one that is named as well.</summary>
    public bool MayBeNamed(MemberOutline member, string type)
    {
        if (_types.Count == 0)
            return false;
        foreach (var name in member.Mentions.Keys)
        {
            if (_types.TryGetValue(name, out var types) && (types.Contains(type) || types.Any(member.Mentions.ContainsKey)))
                return true;
        }

        return false;
    }

    /// <summary>True where the member may set what the platform keeps for the thread or the process.</summary>
    /// <param name="member">The member.</param>
    /// <param name="flows">True where the platform has values that flow.</param>
    public static bool SetsPlatform(MemberOutline member, Func<bool> flows) => member.Changed.Any(n => ThreadSlots.MaySet(n, flows)) || (member.Mentions.ContainsKey(ThreadSlots.CurrentThread) && member.Changed.Any(ThreadSlots.MaySetOfThread)) || ThreadSlots.Setters.Any(member.Mentions.ContainsKey);

    /// <summary>True for a location of which each thread has its own.</summary>
    public static bool IsOfThread(ISymbol location)
    {
        if (location is IFieldSymbol { IsStatic: true } field)
            return field.GetAttributes().Any(a => a.AttributeClass?.Name == "ThreadStaticAttribute");
        if (location is not IPropertySymbol { IsStatic: true, DeclaringSyntaxReferences: { IsEmpty: false } references, ContainingType: var type })
            return false;
        if (references[0].GetSyntax() is not PropertyDeclarationSyntax declaration)
            return false;
        if (declaration.AttributeLists.Any(l => l.Target?.Identifier.ValueText == "field" && IsThreadStatic(l)))
            return true;
        var (got, ofThread) = (MemberFacts.Got(declaration), false);
        while (got is not null)
        {
            switch (got)
            {
                case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } fill:
                    got = fill.Left;
                    continue;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } fill:
                    got = fill.Left;
                    continue;
                case PostfixUnaryExpressionSyntax suppressed:
                    got = suppressed.Operand;
                    continue;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" } value:
                    (got, ofThread) = (value.Expression, true);
                    continue;
                case IdentifierNameSyntax name when type.GetMembers(name.Identifier.ValueText).FirstOrDefault() is IFieldSymbol behind:
                    return ofThread ? Concurrency.IsOfThread(behind.Type.Name) : IsOfThread(behind);
                default:
                    return false;
            }
        }

        return false;
    }

    private static IEnumerable<(string Type, string Member)> In(SyntaxTree tree)
    {
        foreach (var node in tree.GetRoot().DescendantNodes(static n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
        {
            if (node is not TypeDeclarationSyntax type)
                continue;
            var fields = new HashSet<string>(type.Members.Where(IsOfThread).SelectMany(NamesOf), StringComparer.Ordinal);
            if (fields.Count == 0)
                continue;
            foreach (var name in fields)
                yield return (type.Identifier.ValueText, name);
            foreach (var member in type.Members)
            {
                if (member is not (BaseFieldDeclarationSyntax or BaseTypeDeclarationSyntax) && member.DescendantNodes().Any(n => n is IdentifierNameSyntax name && fields.Contains(name.Identifier.ValueText)))
                {
                    foreach (var name in NamesOf(member))
                        yield return (type.Identifier.ValueText, name);
                }
            }
        }
    }

    private static bool IsOfThread(MemberDeclarationSyntax member) => member switch
    {
        FieldDeclarationSyntax field => field.AttributeLists.Any(IsThreadStatic) || field.Declaration.Type.ToString() is var type && type.Contains("ThreadLocal<"),
        PropertyDeclarationSyntax property => property.AttributeLists.Any(IsThreadStatic),
        _ => false,
    };

    private static bool IsThreadStatic(AttributeListSyntax list) => list.Attributes.Any(a => TypeSyntaxFacts.LastName(a.Name) is "ThreadStatic" or "ThreadStaticAttribute");

    private static IEnumerable<string> NamesOf(MemberDeclarationSyntax member) => member switch
    {
        BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(v => v.Identifier.ValueText),
        PropertyDeclarationSyntax property => new[] { property.Identifier.ValueText },
        MethodDeclarationSyntax method => new[] { method.Identifier.ValueText },
        _ => Array.Empty<string>(),
    };
}
