using System.Text;
using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>Types as one writes them in code, without namespaces: <c>List&lt;Line&gt;</c>.</summary>
internal static class TypeText
{
    /// <summary>The text of a type.</summary>
    public static string Of(ITypeSymbol type)
    {
        var text = new StringBuilder();
        Write(type, text, 0);
        return text.ToString();
    }

    /// <summary>The text in quotes, with the article that fits: <c>an 'Order'</c>.</summary>
    public static string WithArticle(ITypeSymbol type)
    {
        var text = Of(type);
        return (text.Length > 0 && "aeioAEIO".IndexOf(text[0]) >= 0 ? "an '" : "a '") + text + "'";
    }

    private static void Write(ITypeSymbol type, StringBuilder text, int depth)
    {
        switch (type)
        {
            case IArrayTypeSymbol array:
                Write(array.ElementType, text, depth);
                text.Append('[').Append(',', array.Rank - 1).Append(']');
                break;
            case INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments.Length: 1 } nullable:
                Write(nullable.TypeArguments[0], text, depth);
                text.Append('?');
                break;
            case INamedTypeSymbol { IsTupleType: true } tuple:
                WriteAll(tuple.TupleElements.Select(e => e.Type), '(', ')', text, depth);
                break;
            case INamedTypeSymbol named:
                text.Append(Keyword(named.SpecialType) ?? named.Name);
                if (!named.TypeArguments.IsEmpty)
                    WriteAll(named.TypeArguments, '<', '>', text, depth);
                break;
            case IPointerTypeSymbol pointer:
                Write(pointer.PointedAtType, text, depth);
                text.Append('*');
                break;
            default:
                text.Append(type.TypeKind == TypeKind.Dynamic ? "dynamic" : type.Name);
                break;
        }
    }

    private static void WriteAll(IEnumerable<ITypeSymbol> types, char open, char close, StringBuilder text, int depth)
    {
        text.Append(open);
        var first = true;
        foreach (var type in types)
        {
            if (!first)
                text.Append(", ");
            first = false;
            if (depth > 3)
                text.Append('…');
            else
                Write(type, text, depth + 1);
        }

        text.Append(close);
    }

    private static string? Keyword(SpecialType type) => type switch
    {
        SpecialType.System_Object => "object",
        SpecialType.System_Boolean => "bool",
        SpecialType.System_Char => "char",
        SpecialType.System_SByte => "sbyte",
        SpecialType.System_Byte => "byte",
        SpecialType.System_Int16 => "short",
        SpecialType.System_UInt16 => "ushort",
        SpecialType.System_Int32 => "int",
        SpecialType.System_UInt32 => "uint",
        SpecialType.System_Int64 => "long",
        SpecialType.System_UInt64 => "ulong",
        SpecialType.System_Decimal => "decimal",
        SpecialType.System_Single => "float",
        SpecialType.System_Double => "double",
        SpecialType.System_String => "string",
        _ => null,
    };
}
