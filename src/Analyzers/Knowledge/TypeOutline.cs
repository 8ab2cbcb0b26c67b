using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// What the syntax of a type tells before anything is lowered: which members wait and, directly or through members they call by
/// name, change something that is not theirs alone. Errs towards looking: names are all it goes by.
/// </summary>
internal sealed class TypeOutline
{
    private readonly List<MemberOutline> _members = new();
    private readonly Dictionary<string, List<MemberOutline>> _byName = new(StringComparer.Ordinal);

    private TypeOutline()
    {
    }

    /// <summary>Members that some member sets to null.</summary>
    public HashSet<string> SetToNull { get; } = new(StringComparer.Ordinal);

    /// <summary>True where a member hands code to several threads.</summary>
    public bool Spawns { get; private set; }

    /// <summary>Reads the declarations of a type.</summary>
    public static TypeOutline Of(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        var result = new TypeOutline();
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (reference.GetSyntax(cancellationToken))
            {
                case TypeDeclarationSyntax declaration:
                    foreach (var member in declaration.Members)
                    {
                        if (member is not BaseTypeDeclarationSyntax)
                            result.Add(member, declaration.ParameterList);
                    }

                    break;
                case CompilationUnitSyntax unit:
                    result.Add(unit, null);
                    break;
            }
        }

        return result;
    }

    /// <summary>
    /// The members whose bodies must be lowered to see whether there is a suspicion at all: those that wait and may change state, and
    /// what they call. Empty where no member does.
    /// </summary>
    public HashSet<SyntaxNode> Suspects()
    {
        var needed = new HashSet<SyntaxNode>();
        foreach (var member in _members)
        {
            if (!member.Waits)
                continue;
            var reached = Reached(member);
            if (reached.Any(m => m.Writes) || (SetToNull.Count > 0 && member.Mentions.Overlaps(SetToNull)))
                needed.UnionWith(reached.Select(m => m.Node));
        }

        return needed;
    }

    private HashSet<MemberOutline> Reached(MemberOutline start)
    {
        var seen = new HashSet<MemberOutline> { start };
        var open = new Stack<MemberOutline>();
        open.Push(start);
        while (open.Count > 0)
        {
            foreach (var name in open.Pop().Mentions)
            {
                if (!_byName.TryGetValue(name, out var named))
                    continue;
                foreach (var member in named)
                {
                    if (seen.Add(member))
                        open.Push(member);
                }
            }
        }

        return seen;
    }

    private void Add(SyntaxNode member, ParameterListSyntax? primaryConstructor)
    {
        var outline = MemberOutline.Of(member, primaryConstructor);
        _members.Add(outline);
        SetToNull.UnionWith(outline.SetToNull);
        Spawns |= outline.Spawns;
        foreach (var name in outline.Names)
        {
            if (!_byName.TryGetValue(name, out var list))
                _byName.Add(name, list = new List<MemberOutline>());
            list.Add(outline);
        }
    }
}
