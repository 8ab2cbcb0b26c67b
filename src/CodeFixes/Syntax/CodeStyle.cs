using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>How this code base writes locals: what <c>.editorconfig</c> says, else what the file does.</summary>
internal sealed class CodeStyle
{
    private static readonly SymbolDisplayFormat TypeFormat = SymbolDisplayFormat.MinimallyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier | SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    private readonly bool? _varForBuiltIn;
    private readonly bool? _varWhenApparent;
    private readonly bool? _varElsewhere;

    /// <summary>The style that <paramref name="options"/> ask for.</summary>
    public CodeStyle(AnalyzerConfigOptions options)
    {
        _varForBuiltIn = Read(options, "csharp_style_var_for_built_in_types");
        _varWhenApparent = Read(options, "csharp_style_var_when_type_is_apparent");
        _varElsewhere = Read(options, "csharp_style_var_elsewhere");
    }

    /// <summary><c>var name = value;</c> or with the type written out, as the style is; one that is not known has no name. <paramref name="value"/> keeps no trivia.</summary>
    public StatementSyntax Declare(SemanticModel model, SyntaxNode near, string name, ITypeSymbol type, ExpressionSyntax value, bool apparent = false)
    {
        var asVar = value is not ImplicitObjectCreationExpressionSyntax && (type.IsAnonymousType || type.TypeKind == TypeKind.Error || UseVar(near, type, apparent));
        var typeSyntax = asVar ? SyntaxFactory.IdentifierName("var") : TypeName(model, near.SpanStart, type);
        return Local(typeSyntax, SyntaxFactory.VariableDeclarator(name).WithInitializer(SyntaxFactory.EqualsValueClause(value.WithoutTrivia())));
    }

    /// <summary><c>T name;</c></summary>
    public static StatementSyntax DeclareOnly(SemanticModel model, int position, string name, ITypeSymbol type) =>
        Local(TypeName(model, position, type), SyntaxFactory.VariableDeclarator(name));

    /// <summary>The type as one would write it at <paramref name="position"/>.</summary>
    public static TypeSyntax TypeName(SemanticModel model, int position, ITypeSymbol type) =>
        SyntaxFactory.ParseTypeName(type.ToMinimalDisplayString(model, position, TypeFormat));

    private static StatementSyntax Local(TypeSyntax type, VariableDeclaratorSyntax declarator) =>
        SyntaxFactory.LocalDeclarationStatement(SyntaxFactory.VariableDeclaration(type, SyntaxFactory.SingletonSeparatedList(declarator)))
            .WithAdditionalAnnotations(Formatter.Annotation);

    private bool UseVar(SyntaxNode near, ITypeSymbol type, bool apparent)
    {
        var builtIn = type.SpecialType is not SpecialType.None and not SpecialType.System_DateTime;
        return (builtIn ? _varForBuiltIn : apparent ? _varWhenApparent : _varElsewhere) ?? Habit(near, builtIn);
    }

    private static bool Habit(SyntaxNode near, bool builtIn)
    {
        int inferred = 0, explicitly = 0;
        foreach (var node in near.SyntaxTree.GetRoot().DescendantNodes())
        {
            if (node is not VariableDeclarationSyntax { Parent: LocalDeclarationStatementSyntax { IsConst: false } } declaration
                || declaration.Variables.Count != 1 || declaration.Variables[0].Initializer is not { Value: not LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression } })
                continue;
            if (declaration.Type.IsVar)
                inferred++;
            else if (declaration.Type is not RefTypeSyntax && (!builtIn || declaration.Type is PredefinedTypeSyntax))
                explicitly++;
        }

        return explicitly == 0 || inferred >= explicitly;
    }

    private static bool? Read(AnalyzerConfigOptions options, string key)
    {
        if (!options.TryGetValue(key, out var text))
            return null;
        var colon = text.IndexOf(':');
        return bool.TryParse((colon < 0 ? text : text.Substring(0, colon)).Trim(), out var value) ? value : null;
    }
}
