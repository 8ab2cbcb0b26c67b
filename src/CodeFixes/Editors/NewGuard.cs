using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;

namespace AsyncStateAnalyzers.CodeFixes.Editors;

/// <summary>A guard that does not exist yet: its name and declaration in the style of the type, and where it goes.</summary>
internal sealed class NewGuard
{
    /// <summary>C# 13, which this version of Roslyn has no name for.</summary>
    private const int FirstWithLock = 1300;

    private readonly FixSite _site;
    private readonly ISymbol _state;
    private readonly TypeDeclarationSyntax _type;
    private readonly bool _isLock;

    /// <summary>The guard for <paramref name="state"/>, declared in <paramref name="type"/>, or beside it for a captured local.</summary>
    /// <param name="site">The finding.</param>
    /// <param name="state">What it guards.</param>
    /// <param name="type">The type.</param>
    /// <param name="isLock">True for an object to lock, false for a semaphore to wait for.</param>
    /// <param name="free">Where names stand that go away with the change, and so are free for it.</param>
    public NewGuard(FixSite site, ISymbol state, TypeDeclarationSyntax type, bool isLock = false, IEnumerable<TextSpan>? free = null)
    {
        _site = site;
        _state = state;
        _type = type;
        _isLock = isLock;
        var member = state.Name.TrimStart('_');
        if (member.StartsWith("m_", StringComparison.Ordinal) || member.StartsWith("s_", StringComparison.Ordinal))
            member = member.Substring(2);
        member = member.Substring(0, 1).ToLowerInvariant() + member.Substring(1) + (isLock ? "Lock" : "Gate");
        var names = new NameScope(type, free);
        var style = IsLocal ? name => name : Style();
        var isPlain = isLock && style("lock") is not ("lock" or "Lock");
        Name = isPlain ? names.Take(style("lock"), style("gate"), style(member)) : names.Take(style("gate"), style(member));
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    private bool IsLocal => _state is ILocalSymbol or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } };

    private bool IsStatic => _state.IsStatic && !IsLocal;

    /// <summary>The node beside which it is declared; null where there is no place for it.</summary>
    public SyntaxNode? Anchor()
    {
        if (!IsLocal)
            return _type.OpenBraceToken.IsKind(SyntaxKind.None) || _type.OpenBraceToken.IsMissing ? null : _type;
        if (_state.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is not { } declaration)
            return null;
        return declaration switch
        {
            VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax statement } when Statements.ListOf(statement) is not null => statement,
            ParameterSyntax parameter => parameter.FirstAncestorOrSelf<SyntaxNode>(Bodies.IsBody)?.ChildNodes().OfType<BlockSyntax>().FirstOrDefault()?.Statements.FirstOrDefault(),
            _ => null,
        };
    }

    /// <summary><paramref name="root"/> with the guard declared beside <paramref name="anchor"/>, which is what <see cref="Anchor"/> gave, in that root.</summary>
    public SyntaxNode Declare(SyntaxNode root, SyntaxNode anchor)
    {
        if (anchor is TypeDeclarationSyntax type)
            return root.ReplaceNode(type, WithField(type));
        var statement = (StatementSyntax)anchor;
        var gate = Imported(_site.Style.Declare(_site.Model, _site.Write, Name, GuardType(), SyntaxFactory.ParseExpression($"new {TypeText()}{Permits}"), apparent: true));
        return _state is IParameterSymbol
            ? Statements.Replace(root, statement, new[] { Statements.Line(gate, statement.GetLeadingTrivia()), statement.WithLeadingTrivia(Statements.Indentation(statement)) })
            : Statements.Replace(root, statement, new[] { statement, Statements.Line(gate) });
    }

    private string Permits => _isLock ? "()" : "(1, 1)";

    /// <summary>A lock is of the type made for it where both language and framework know it.</summary>
    private ITypeSymbol GuardType()
    {
        var compilation = _site.Model.Compilation;
        if (!_isLock)
            return compilation.GetTypeByMetadataName("System.Threading.SemaphoreSlim")!;
        var known = (int)((CSharpParseOptions)_type.SyntaxTree.Options).LanguageVersion >= FirstWithLock ? compilation.GetTypeByMetadataName("System.Threading.Lock") : null;
        return known is { DeclaredAccessibility: Accessibility.Public } ? known : compilation.GetSpecialType(SpecialType.System_Object);
    }

    private bool IsImported() => GuardType() is { SpecialType: SpecialType.System_Object }
        || _site.Model.LookupNamespacesAndTypes(_type.OpenBraceToken.SpanStart, name: GuardType().Name).Any(s => SymbolEqualityComparer.Default.Equals(s, GuardType()));

    private string TypeText() => GuardType() is { SpecialType: SpecialType.System_Object } ? "object" : IsImported() ? GuardType().Name : "global::" + GuardType().ToDisplayString();

    /// <summary>With the type's full name marked to be imported and shortened, where it is not known by its simple name.</summary>
    private T Imported<T>(T declaration) where T : SyntaxNode => IsImported()
        ? declaration
        : declaration.ReplaceNodes(declaration.DescendantNodes().OfType<QualifiedNameSyntax>().Where(q => q.Right.Identifier.ValueText == GuardType().Name), (_, name) => name.WithAdditionalAnnotations(Cleanup.Import));

    private FieldDeclarationSyntax Field()
    {
        var modifiers = (OmitsPrivate() ? "" : "private ") + (IsStatic ? "static " : "") + "readonly ";
        var field = (FieldDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"{modifiers}{TypeText()} {Name} = new{(UsesTargetTyped() ? "" : " " + TypeText())}{Permits};")!;
        return Imported(field).WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithTrailingTrivia(SyntaxFactory.ElasticMarker).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>After the last readonly private field of its kind, else before the first private field of its kind, else first of all.</summary>
    private TypeDeclarationSyntax WithField(TypeDeclarationSyntax type)
    {
        var field = Statements.Line(Field());
        var members = type.Members;
        var alike = members.OfType<FieldDeclarationSyntax>().Where(f => IsPrivateVariable(f) && f.Modifiers.Any(SyntaxKind.StaticKeyword) == IsStatic).ToList();
        if (alike.LastOrDefault(f => f.Modifiers.Any(SyntaxKind.ReadOnlyKeyword)) is { } last)
            return type.WithMembers(members.Insert(members.IndexOf(last) + 1, field));
        var before = alike.FirstOrDefault() ?? members.First(m => m is not FieldDeclarationSyntax f || !f.Modifiers.Any(SyntaxKind.ConstKeyword));
        var index = members.IndexOf(before);
        var (blank, others) = Statements.SplitBlankLines(before.GetLeadingTrivia());
        if (before is not FieldDeclarationSyntax)
            others = others.Insert(0, SyntaxFactory.EndOfLine("\n"));
        return type.WithMembers(members.Replace(before, before.WithLeadingTrivia(others)).Insert(index, field.WithLeadingTrivia(blank)));
    }

    private IEnumerable<FieldDeclarationSyntax> PrivateFields() => _type.Members.OfType<FieldDeclarationSyntax>().Where(IsPrivateVariable);

    private static bool IsPrivateVariable(FieldDeclarationSyntax field) => !field.Modifiers.Any(m =>
        m.RawKind is (int)SyntaxKind.ConstKeyword or (int)SyntaxKind.PublicKeyword or (int)SyntaxKind.InternalKeyword or (int)SyntaxKind.ProtectedKeyword);

    private bool OmitsPrivate() => PrivateFields().ToList() is { Count: > 0 } fields && fields.All(f => !f.Modifiers.Any(SyntaxKind.PrivateKeyword));

    private bool UsesTargetTyped()
    {
        if (((CSharpParseOptions)_type.SyntaxTree.Options).LanguageVersion < LanguageVersion.CSharp9)
            return false;
        var created = _type.Members.OfType<FieldDeclarationSyntax>().SelectMany(f => f.Declaration.Variables).Select(v => v.Initializer?.Value).OfType<BaseObjectCreationExpressionSyntax>().ToList();
        return created.Count == 0 || created.Any(c => c is ImplicitObjectCreationExpressionSyntax);
    }

    private Func<string, string> Style()
    {
        var fields = PrivateFields().ToList();
        var alike = fields.Where(f => f.Modifiers.Any(SyntaxKind.StaticKeyword) == IsStatic).ToList();
        var names = (alike.Count > 0 ? alike : fields).SelectMany(f => f.Declaration.Variables).Select(v => v.Identifier.ValueText).Where(n => n.Length > 0).ToList();
        var prefix = names.Select(Prefix).GroupBy(p => p).OrderByDescending(g => g.Count()).ThenBy(g => g.Key.Length).FirstOrDefault()?.Key ?? "_";
        return prefix == "P" ? name => name.Substring(0, 1).ToUpperInvariant() + name.Substring(1) : name => prefix + name;
    }

    private static string Prefix(string name) =>
        name.StartsWith("_", StringComparison.Ordinal) ? "_"
        : name.StartsWith("m_", StringComparison.Ordinal) || name.StartsWith("s_", StringComparison.Ordinal) ? name.Substring(0, 2)
        : char.IsUpper(name[0]) ? "P" : "";
}
