using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Channels;

/// <summary>Where in this project a holder of a channel is named, and whether other projects can name it.</summary>
internal sealed class ChannelReach
{
    private const int MaxNames = 200;
    private readonly ChannelLife _life;
    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellationToken;

    /// <summary>For one channel.</summary>
    public ChannelReach(ChannelLife life, Compilation compilation, CancellationToken cancellationToken)
    {
        _life = life;
        _compilation = compilation;
        _cancellationToken = cancellationToken;
    }

    /// <summary>True where nothing is made of this project but a program: what is public in it is nobody's but its own.</summary>
    public bool IsProgram => _compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication;

    /// <summary>True where the symbol is declared in this project, and a use of it is a use of the very symbol.</summary>
    public bool IsFollowed(ISymbol symbol)
    {
        if (symbol.DeclaringSyntaxReferences.IsEmpty || !_compilation.ContainsSyntaxTree(symbol.DeclaringSyntaxReferences[0].SyntaxTree))
            return false;
        var member = symbol is IParameterSymbol ? symbol.ContainingSymbol : symbol;
        return !member.IsVirtual && !member.IsAbstract && !member.IsOverride && !member.IsExtern && member.ContainingType?.TypeKind != TypeKind.Interface;
    }

    /// <summary>True where code outside of the project can name the symbol.</summary>
    public bool IsSeenByOthers(ISymbol symbol)
    {
        if (IsProgram || symbol is ILocalSymbol or IParameterSymbol or IMethodSymbol { MethodKind: MethodKind.LocalFunction })
            return false;
        for (var s = symbol; s is not null and not INamespaceSymbol; s = s.ContainingSymbol)
        {
            if (s.DeclaredAccessibility is Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal)
                return false;
        }

        return true;
    }

    /// <summary>The members of interfaces that the member implements.</summary>
    public static IEnumerable<ISymbol> ImplementedBy(ISymbol member) =>
        member is not (IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary }) || member.ContainingType is not { AllInterfaces.IsEmpty: false } type ? Array.Empty<ISymbol>()
        : type.AllInterfaces.SelectMany(i => i.GetMembers(member.Name)).Where(m => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(m), member)).Select(m => m.OriginalDefinition);

    /// <summary>The places that name the symbol: in its body, in its type, or in the project; null where there are too many.</summary>
    public IReadOnlyList<IdentifierNameSyntax>? NamesOf(ISymbol symbol)
    {
        var result = new List<IdentifierNameSyntax>();
        if (Scopes(symbol) is { } scopes)
        {
            foreach (var scope in scopes)
                result.AddRange(scope.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => Means(n, symbol)));
            return result;
        }

        var looked = 0;
        foreach (var tree in _compilation.SyntaxTrees)
        {
            foreach (var name in NameIndex.Find(tree, symbol.Name, _cancellationToken))
            {
                if (name is not IdentifierNameSyntax identifier)
                    continue;
                if (++looked > MaxNames)
                    return null;
                if (Means(identifier, symbol))
                    result.Add(identifier);
            }
        }

        return result;
    }

    private bool Means(IdentifierNameSyntax name, ISymbol symbol) =>
        name.Identifier.ValueText == symbol.Name && SymbolEqualityComparer.Default.Equals(_life.ModelOf(name).GetSymbolInfo(name, _cancellationToken).Symbol?.OriginalDefinition, symbol);

    /// <summary>The nodes outside of which the symbol has no name; null for the whole project.</summary>
    private IEnumerable<SyntaxNode>? Scopes(ISymbol symbol)
    {
        var declared = symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(_cancellationToken);
        if (symbol is ILocalSymbol or IMethodSymbol { MethodKind: MethodKind.LocalFunction } or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.LocalFunction } })
            return declared?.Ancestors().FirstOrDefault(n => n is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax) is { } body ? new[] { body } : Array.Empty<SyntaxNode>();
        if (symbol is IParameterSymbol)
            return declared?.Ancestors().FirstOrDefault(n => n is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax) is { } member ? new[] { member } : Array.Empty<SyntaxNode>();
        if (symbol.ContainingType is not { } type)
            return declared is null ? Array.Empty<SyntaxNode>() : new[] { declared.SyntaxTree.GetRoot(_cancellationToken) };
        if (!IsPrivate(symbol))
            return null;
        return type.Outermost().DeclaringSyntaxReferences.Select(r => r.GetSyntax(_cancellationToken));
    }

    private static bool IsPrivate(ISymbol symbol)
    {
        for (var s = symbol; s is not null && (s is not INamedTypeSymbol || s.ContainingType is not null); s = s.ContainingType)
        {
            if (s.DeclaredAccessibility == Accessibility.Private)
                return true;
        }

        return false;
    }
}
