using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes.Messages;

/// <summary>Sends what the object holds now, in an object of its own: <c>[.. list]</c>, <c>order with { }</c>, <c>buffer.AsMemory(0, n).ToArray()</c>.</summary>
internal static class SendCopyEditor
{
    private const int MaxMembers = 8;

    /// <summary>The root; null where no copy can be made that shares nothing with the original.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (SentExpression.Find(site) is not { } sent || site.Model.GetTypeInfo(sent).Type is not { } type)
            return null;
        if (Part(sent) is { } part && site.Model.GetTypeInfo(part).Type is { Name: "Memory" or "ReadOnlyMemory" or "Span" or "ReadOnlySpan" } shown)
            return site.Model.GetTypeInfo(part).ConvertedType is { Name: "ReadOnlyMemory" or "Memory" } && shown.Name.Length > 0 ? Replace(site, part, part.WithoutTrivia() + ".ToArray()") : null;
        return CopyOf(sent.WithoutTrivia().ToString(), type, site, depth: 0) is { } copy ? Replace(site, sent, copy) : null;
    }

    private static SyntaxNode Replace(FixSite site, ExpressionSyntax old, string text)
    {
        var root = site.Root.ReplaceNode(old, SyntaxFactory.ParseExpression(text).WithTriviaFrom(old));
        return text.EndsWith(".ToArray()", StringComparison.Ordinal) && site.Model.GetTypeInfo(old).Type is { } type && site.Model.LookupSymbols(old.SpanStart, type, "ToArray", includeReducedExtensionMethods: true).IsEmpty ? Usings.Add(root, "System.Linq") : root;
    }

    /// <summary>The whole of <c>buffer.AsMemory(0, n)</c> where the expression is its buffer; null where it stands alone.</summary>
    private static ExpressionSyntax? Part(ExpressionSyntax sent) =>
        sent.Parent is MemberAccessExpressionSyntax access && access.Expression == sent
            ? access.Parent is InvocationExpressionSyntax call ? call : access
            : null;

    private static string? CopyOf(string value, ITypeSymbol type, FixSite site, int depth)
    {
        if (depth > 2 || value.Length == 0)
            return null;
        if (type is IArrayTypeSymbol { Rank: 1 } array)
            return IsShallow(array.ElementType) ? value + ".ToArray()" : null;
        if (type is not INamedTypeSymbol named)
            return null;
        if (named.Name == "StringBuilder")
            return $"new {Name(named, site)}({value}.ToString())";
        if (named.TypeArguments.All(IsShallow) && named.IsBelowCollections())
        {
            return named.Name switch
            {
                "List" or "IList" or "IReadOnlyList" or "ICollection" or "IReadOnlyCollection" or "IEnumerable" when HasCollectionExpressions(site) => $"[.. {value}]",
                "List" or "HashSet" or "SortedSet" or "Queue" or "LinkedList" or "SortedDictionary" or "SortedList" => $"new {Name(named, site)}({value})",
                "Dictionary" => $"new {Name(named, site)}({value}, {value}.Comparer)",
                _ => null,
            };
        }

        return named.IsRecord ? WithCopies(value, named, site, depth) : named.TypeKind == TypeKind.Class ? Built(value, named, site, depth) : null;
    }

    /// <summary>A copy of a record, with copies of the collections in it.</summary>
    private static string? WithCopies(string value, INamedTypeSymbol type, FixSite site, int depth)
    {
        var parts = new List<string>();
        foreach (var property in State(type))
        {
            if (IsShallow(property.Type))
                continue;
            if (property.SetMethod is null || CopyOf($"{value}.{property.Name}", property.Type, site, depth + 1) is not { } copy)
                return null;
            parts.Add($"{property.Name} = {copy}");
        }

        return parts.Count == 0 ? $"{value} with {{ }}" : $"{value} with {{ {string.Join(", ", parts)} }}";
    }

    /// <summary>A new object with the same values, of a class that is nothing but its properties.</summary>
    private static string? Built(string value, INamedTypeSymbol type, FixSite site, int depth)
    {
        if (type.IsAbstract || type.DeclaringSyntaxReferences.IsEmpty || type.BaseType is not { SpecialType: SpecialType.System_Object } || !type.InstanceConstructors.Any(c => c.Parameters.IsEmpty && site.Model.IsAccessible(site.Read.SpanStart, c)))
            return null;
        if (type.GetMembers().OfType<IFieldSymbol>().Any(f => !f.IsStatic && f.AssociatedSymbol is null))
            return null;
        var parts = new List<string>();
        foreach (var property in State(type))
        {
            if (property.SetMethod is not { } setter || !site.Model.IsAccessible(site.Read.SpanStart, setter))
                return null;
            if ((IsShallow(property.Type) ? $"{value}.{property.Name}" : CopyOf($"{value}.{property.Name}", property.Type, site, depth + 1)) is not { } copy)
                return null;
            parts.Add($"{property.Name} = {copy}");
        }

        return parts.Count is 0 or > MaxMembers ? null : $"new {Name(type, site)} {{ {string.Join(", ", parts)} }}";
    }

    /// <summary>The properties that hold something of their own.</summary>
    private static IEnumerable<IPropertySymbol> State(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IPropertySymbol>().Where(p => !p.IsStatic && !p.IsIndexer && type.GetMembers().OfType<IFieldSymbol>().Any(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, p)));

    /// <summary>True for values that share nothing when they are copied.</summary>
    private static bool IsShallow(ITypeSymbol type)
    {
        if (type.SpecialType == SpecialType.System_String || type.TypeKind == TypeKind.Enum || (type.SpecialType != SpecialType.None && type.IsValueType))
            return true;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
            return IsShallow(nullable.TypeArguments[0]);
        return (type.IsValueType && type.IsReadOnly && type.GetMembers().OfType<IFieldSymbol>().All(f => f.IsStatic || IsShallow(f.Type)))
            || (type.ContainingNamespace?.ToDisplayString() == "System" && type.Name is "Guid" or "DateTime" or "DateTimeOffset" or "TimeSpan" or "DateOnly" or "TimeOnly" or "Uri" or "Version")
            || type.ContainingNamespace?.ToDisplayString() is "System.Collections.Immutable" && type is INamedTypeSymbol { TypeArguments: var arguments } && arguments.All(IsShallow)
            || (type is INamedTypeSymbol { IsRecord: true, TypeKind: TypeKind.Class } record && record.BaseType is { SpecialType: SpecialType.System_Object } && State(record).All(p => p.SetMethod is null or { IsInitOnly: true } && IsFlat(p.Type)));
    }

    private static bool IsFlat(ITypeSymbol type) => type.SpecialType is not (SpecialType.None or SpecialType.System_Object or SpecialType.System_Array) || type.TypeKind == TypeKind.Enum;

    private static bool IsBelowCollections(this INamedTypeSymbol type) => type.ContainingNamespace?.ToDisplayString() == "System.Collections.Generic";

    private static bool HasCollectionExpressions(FixSite site) => site.Model.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= (LanguageVersion)1200 };

    private static string Name(ITypeSymbol type, FixSite site) => type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToMinimalDisplayString(site.Model, site.Read.SpanStart);
}
