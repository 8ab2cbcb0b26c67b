using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>Patterns: they read the members they name and give values to the variables they declare.</summary>
internal sealed partial class ExpressionLowering
{
    /// <summary>Matches a value; what comes back is what the outcome was computed from.</summary>
    private ImmutableArray<int> LowerPattern(IPatternOperation pattern, Value input)
    {
        switch (pattern)
        {
            case IDeclarationPatternOperation declaration:
                Bind(declaration.DeclaredSymbol, input, pattern.Syntax);
                return input.Uses;
            case IRecursivePatternOperation recursive:
                return LowerRecursive(recursive, input);
            case IListPatternOperation list:
                return LowerList(list, input);
            case ISlicePatternOperation { Pattern: { } inner }:
                return LowerPattern(inner, input);
            case INegatedPatternOperation negated:
                return LowerPattern(negated.Pattern, input);
            case IBinaryPatternOperation both:
                return Value.Join(LowerPattern(both.LeftPattern, input), LowerPattern(both.RightPattern, input));
            case IConstantPatternOperation constant:
                return Value.Join(input.Uses, Lower(constant.Value).Uses);
            case IRelationalPatternOperation relation:
                return Value.Join(input.Uses, Lower(relation.Value).Uses);
            default:
                return input.Uses;
        }
    }

    private ImmutableArray<int> LowerRecursive(IRecursivePatternOperation recursive, Value input)
    {
        var uses = input.Uses;
        foreach (var part in recursive.DeconstructionSubpatterns)
            uses = Value.Join(uses, LowerPattern(part, new Value(input.Uses)));
        foreach (var part in recursive.PropertySubpatterns)
        {
            var value = part.Member is IMemberReferenceOperation { Member: var member }
                ? MemberValue(input, recursive.MatchedType ?? recursive.InputType, member, part.Member.Type, ReadKind.Value, part.Member.Syntax)
                : new Value(input.Uses);
            uses = Value.Join(uses, LowerPattern(part.Pattern, value));
        }

        Bind(recursive.DeclaredSymbol, input, recursive.Syntax);
        return uses;
    }

    private ImmutableArray<int> LowerList(IListPatternOperation list, Value input)
    {
        var content = ReadContent(input, list.InputType, ReadKind.Test, list.Syntax);
        var element = new Value(content.Uses) { Path = content.Elements };
        var uses = Value.Join(input.Uses, content.Uses);
        foreach (var part in list.Patterns)
            uses = Value.Join(uses, LowerPattern(part, element));
        Bind(list.DeclaredSymbol, input, list.Syntax);
        return uses;
    }

    private void Bind(ISymbol? variable, Value value, SyntaxNode where)
    {
        if (variable is ILocalSymbol local)
            WriteTo(PlaceOfVariable(local, local.Type), TypeFacts.HoldsObject(local.Type) ? value : new Value(value.Uses), WriteKind.Assign, ConstantKind.None, where);
    }
}
