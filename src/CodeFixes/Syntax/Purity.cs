using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.CodeFixes;

/// <summary>Which expressions may be evaluated later, again, or not at all without anybody noticing.</summary>
internal static class Purity
{
    private static readonly HashSet<string> PureTypes = new(StringComparer.Ordinal)
    {
        "System.Math", "System.MathF", "System.Convert", "System.HashCode", "System.Linq.Enumerable", "System.Threading.Volatile", "System.Object",
        "System.DateTime", "System.DateTimeOffset", "System.TimeSpan", "System.Guid", "System.StringComparer", "System.IO.Path",
    };

    private static readonly HashSet<string> ReadingMembers = new(StringComparer.Ordinal)
    {
        "ContainsKey", "Contains", "ContainsValue", "TryGetValue", "GetValueOrDefault", "TryPeek", "Peek", "IndexOf", "Any", "Count", "ToArray", "ToList",
        "Exists", "Find", "FindIndex", "First", "FirstOrDefault", "Last", "LastOrDefault", "ElementAt", "HasFlag",
    };

    /// <summary>True where evaluating <paramref name="node"/> itself, apart from its operands, changes nothing that others can see.</summary>
    public static bool IsPureStep(SyntaxNode node, SemanticModel model) => node switch
    {
        AwaitExpressionSyntax or AssignmentExpressionSyntax or ThrowExpressionSyntax => false,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } => false,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } => false,
        InvocationExpressionSyntax invocation => IsPureCall(invocation, model),
        BaseObjectCreationExpressionSyntax creation => creation.ArgumentList is null or { Arguments.Count: 0 } && creation.Initializer is null,
        _ => true,
    };

    /// <summary>True where evaluating the whole of <paramref name="expression"/> only reads.</summary>
    public static bool IsPure(SyntaxNode expression, SemanticModel model) =>
        expression.DescendantNodesAndSelf(node => node is not AnonymousFunctionExpressionSyntax).All(node => IsPureStep(node, model));

    /// <summary>True for calls that only read: of numbers, strings and immutable values, and the look-ups of collections.</summary>
    private static bool IsPureCall(InvocationExpressionSyntax invocation, SemanticModel model)
    {
        if (invocation.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" })
            return true;
        if (model.GetSymbolInfo(invocation).Symbol is not IMethodSymbol method || method.ContainingType is not { } type)
            return false;
        var name = type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.WithGenericsOptions(SymbolDisplayGenericsOptions.None));
        if (type.SpecialType is not SpecialType.None || type.TypeKind == TypeKind.Enum || PureTypes.Contains(name))
            return method.Name is not "Write";
        if (method.DeclaringSyntaxReferences.Length > 0)
            return false;
        return (name.StartsWith("System.Collections.Immutable.Immutable", StringComparison.Ordinal) && !name.EndsWith("ImmutableInterlocked", StringComparison.Ordinal))
            || (name.StartsWith("System.Collections", StringComparison.Ordinal) && ReadingMembers.Contains(method.Name))
            || (name == "System.Threading.Interlocked" && method.Name == "Read");
    }

    /// <summary>True where <paramref name="node"/> runs on every way through <paramref name="root"/>: not in a branch of <c>?:</c>, <c>??</c>, <c>&amp;&amp;</c>, a switch arm or a lambda.</summary>
    public static bool AlwaysRuns(SyntaxNode node, SyntaxNode root)
    {
        for (var child = node; child != root && child.Parent is { } parent; child = parent)
        {
            if (parent is ConditionalExpressionSyntax choice && choice.Condition != child
                || parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } binary && binary.Right == child
                || parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } assignment && assignment.Right == child
                || parent is ConditionalAccessExpressionSyntax access && access.WhenNotNull == child
                || parent is SwitchExpressionArmSyntax or AnonymousFunctionExpressionSyntax or QueryExpressionSyntax)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True for an expression that may skip some of its operands.</summary>
    public static bool Chooses(SyntaxNode node) =>
        node is ConditionalExpressionSyntax or SwitchExpressionSyntax or ConditionalAccessExpressionSyntax
        || node.IsKind(SyntaxKind.LogicalAndExpression) || node.IsKind(SyntaxKind.LogicalOrExpression) || node.IsKind(SyntaxKind.CoalesceExpression);
}
