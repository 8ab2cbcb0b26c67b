using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Messages;

/// <summary>Places where somebody receives a message of a type and changes it.</summary>
internal static class ReaderChanges
{
    /// <summary>The first change in the compilation, in the order of its files; null where none is in sight.</summary>
    public static SyntaxNode? Of(ITypeSymbol message, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            SemanticModel? model = null;
            foreach (var word in Senders.Receivers)
            {
                foreach (var name in NameIndex.Find(tree, word, cancellationToken))
                {
                    foreach (var (variable, scope) in Received(name))
                    {
                        var changes = ChangesOf(variable, scope).ToList();
                        if (changes.Count == 0)
                            continue;
                        model ??= compilation.GetSemanticModel(tree);
                        if (SymbolEqualityComparer.Default.Equals(TypeOf(variable, model, cancellationToken), message) && changes.FirstOrDefault(c => !OnlyMakes(c, model, cancellationToken)) is { } change)
                            return change;
                    }
                }
            }
        }

        return null;
    }

    /// <summary>The variables that what is received goes to, each with the code that can name it.</summary>
    private static IEnumerable<(SyntaxNode Variable, SyntaxNode Scope)> Received(SimpleNameSyntax name)
    {
        if (name.Parent is ObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } made } && made[0].Expression is LambdaExpressionSyntax handler)
        {
            var parameter = handler switch { SimpleLambdaExpressionSyntax simple => simple.Parameter, ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } several } => several[0], _ => null };
            if (parameter is not null)
                yield return (parameter, handler.Body);
            yield break;
        }

        if (CallShape.CallOf(name) is not { } call || CallShape.FunctionOf(call) is not { } function)
            yield break;
        foreach (var argument in call.ArgumentList.Arguments)
        {
            if (argument.Expression is DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax given })
                yield return (given, function);
        }

        foreach (var around in call.Ancestors().TakeWhile(a => a is not StatementSyntax and not MemberDeclarationSyntax).Append(call.FirstAncestorOrSelf<StatementSyntax>()!))
        {
            switch (around)
            {
                case VariableDeclaratorSyntax declarator:
                    yield return (declarator, function);
                    break;
                case ForEachStatementSyntax loop when loop.Expression.Span.Contains(call.Span):
                    yield return (loop, loop.Statement);
                    break;
            }
        }
    }

    private static IEnumerable<SyntaxNode> ChangesOf(SyntaxNode variable, SyntaxNode scope)
    {
        var name = variable switch
        {
            ParameterSyntax parameter => parameter.Identifier.ValueText,
            SingleVariableDesignationSyntax designation => designation.Identifier.ValueText,
            VariableDeclaratorSyntax declarator => declarator.Identifier.ValueText,
            ForEachStatementSyntax loop => loop.Identifier.ValueText,
            _ => "",
        };
        foreach (var node in scope.DescendantNodesAndSelf())
        {
            var target = node switch
            {
                AssignmentExpressionSyntax { Parent: not InitializerExpressionSyntax } assignment => assignment.Left,
                PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } step => step.Operand,
                PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } step => step.Operand,
                InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } when Mutators.Contains(called.Name.Identifier.ValueText) => called,
                _ => null,
            };
            if (target is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax && RootOf(target) == name)
                yield return node;
        }
    }

    /// <summary>True for a call that makes something new of what it is called on: <c>message.Tags.Add(x)</c> of an immutable list, <c>message.Text.Replace(a, b)</c>, <c>message.Lines.Take(3)</c>.</summary>
    private static bool OnlyMakes(SyntaxNode change, SemanticModel model, CancellationToken cancellationToken)
    {
        if (change is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } call)
            return false;
        if (model.GetTypeInfo(called.Expression, cancellationToken).Type is { } type && ImmutableTypes.NatureOf(type) is TypeNature.Immutable or TypeNature.Container)
            return true;
        return model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol { ReducedFrom: not null } method && Collections.IsOfSequences(method.ContainingType);
    }

    private static string RootOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => RootOf(access.Expression),
        ElementAccessExpressionSyntax element => RootOf(element.Expression),
        PostfixUnaryExpressionSyntax suppressed => RootOf(suppressed.Operand),
        _ => "",
    };

    private static ITypeSymbol? TypeOf(SyntaxNode variable, SemanticModel model, CancellationToken cancellationToken) => model.GetDeclaredSymbol(variable, cancellationToken) switch
    {
        ILocalSymbol local => local.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated),
        IParameterSymbol parameter => parameter.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated),
        _ => null,
    };
}
