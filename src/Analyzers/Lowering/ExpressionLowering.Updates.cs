using System.Collections.Immutable;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AsyncStateAnalyzers.Lowering;

/// <summary>
/// Functions that an atomic update is given: <c>_sums.AddOrUpdate(key, n, (_, sum) => sum + n)</c>. The step is atomic for what the function makes of the
/// value that it is given; what it uses besides is as old as it is.
/// </summary>
internal sealed partial class ExpressionLowering
{
    /// <summary>The slots of the locals that the functions among the arguments use.</summary>
    private ImmutableArray<int> UsedByFunctions(IInvocationOperation call)
    {
        var uses = ImmutableArray<int>.Empty;
        foreach (var argument in call.Arguments)
        {
            if (FunctionIn(argument) is not { } function)
                continue;
            foreach (var nested in Nested)
            {
                if (ReferenceEquals(nested.Body.Site.Node, function))
                    uses = Value.Join(uses, nested.Captures.Select(static c => c.Outer).ToImmutableArray());
            }
        }

        return uses;
    }

    /// <summary><c>(_, _) => next</c>: the value that stands there is not looked at, and so it is a store like any other.</summary>
    private static bool IgnoresCurrent(IInvocationOperation call)
    {
        if (call.Arguments.Select(FunctionIn).LastOrDefault(static f => f is not null) is not { } function)
            return false;
        var current = function switch
        {
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [.., var last] } => last.Identifier.ValueText,
            SimpleLambdaExpressionSyntax simple => simple.Parameter.Identifier.ValueText,
            _ => null,
        };
        return current is not null && (current == "_" || !function.Body.DescendantNodesAndSelf().Any(n => n is IdentifierNameSyntax name && name.Identifier.ValueText == current));
    }

    private static AnonymousFunctionExpressionSyntax? FunctionIn(IArgumentOperation argument) => Bare(argument.Value) switch
    {
        IDelegateCreationOperation { Target.Syntax: AnonymousFunctionExpressionSyntax function } => function,
        var other => other.Syntax as AnonymousFunctionExpressionSyntax,
    };
}
