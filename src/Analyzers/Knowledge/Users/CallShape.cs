using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Users;

/// <summary>What surrounds a call in the syntax: who waits for it, in which function and loop it stands.</summary>
internal static class CallShape
{
    /// <summary>The call that the name is the method of; null for a method group.</summary>
    public static InvocationExpressionSyntax? CallOf(SimpleNameSyntax name) => name.Parent switch
    {
        InvocationExpressionSyntax call when call.Expression == name => call,
        MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when access.Name == name && call.Expression == access => call,
        MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax call } => call,
        _ => null,
    };

    /// <summary>The object that the method is called on; null for the object at hand and for a conditional chain without a simple beginning.</summary>
    public static ExpressionSyntax? ReceiverOf(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => access.Expression,
        MemberBindingExpressionSyntax { Parent: InvocationExpressionSyntax { Parent: ConditionalAccessExpressionSyntax conditional } } => conditional.Expression,
        _ => null,
    };

    /// <summary>The lambda, local function or member that the node stands in.</summary>
    public static SyntaxNode? FunctionOf(SyntaxNode node)
    {
        for (var n = node.Parent; n is not null; n = n.Parent)
        {
            if (n is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax or AccessorDeclarationSyntax)
                return n is BaseTypeDeclarationSyntax or NamespaceDeclarationSyntax or FileScopedNamespaceDeclarationSyntax ? null : n;
        }

        return null;
    }

    /// <summary>The member that the node stands in, lambdas and local functions left aside.</summary>
    public static SyntaxNode? MemberOf(SyntaxNode node) =>
        node.FirstAncestorOrSelf<SyntaxNode>(static n => n is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or BaseFieldDeclarationSyntax or GlobalStatementSyntax);

    /// <summary>The name of that member, for messages.</summary>
    public static string NameOfMember(SyntaxNode node) => MemberOf(node) switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        GlobalStatementSyntax => "Program",
        _ => node.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Identifier.ValueText ?? "Program",
    };

    /// <summary>The expression with all that is asked of its result on the spot: further members, <c>ConfigureAwait</c>, <c>GetAwaiter().GetResult()</c>.</summary>
    public static ExpressionSyntax Chain(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression.Parent)
            {
                case MemberAccessExpressionSyntax access when access.Expression == expression:
                    expression = access;
                    continue;
                case InvocationExpressionSyntax call when call.Expression == expression:
                    expression = call;
                    continue;
                case ElementAccessExpressionSyntax element when element.Expression == expression:
                    expression = element;
                    continue;
                case ConditionalAccessExpressionSyntax conditional:
                    expression = conditional;
                    continue;
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }:
                    expression = (ExpressionSyntax)expression.Parent;
                    continue;
                default:
                    return expression;
            }
        }
    }

    /// <summary>The expression together with the waiting for it, as far as its value is still that of the task: <c>(await F().ConfigureAwait(false))!</c>.</summary>
    public static ExpressionSyntax WithWaiting(ExpressionSyntax expression)
    {
        while (true)
        {
            switch (expression.Parent)
            {
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: Awaitables.Configures or "GetAwaiter" or "GetResult" or "AsTask", Parent: InvocationExpressionSyntax call } access when access.Expression == expression:
                    expression = call;
                    continue;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } access when access.Expression == expression:
                    expression = access;
                    continue;
                case AwaitExpressionSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }:
                    expression = (ExpressionSyntax)expression.Parent;
                    continue;
                default:
                    return expression;
            }
        }
    }

    /// <summary>What is awaited, without the word on where to go on: <c>F()</c> of <c>F().ConfigureAwait(false)</c>.</summary>
    public static ExpressionSyntax Unconfigured(ExpressionSyntax awaited)
    {
        while (awaited is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: Awaitables.Configures, Expression: var inner } })
            awaited = inner;
        return awaited;
    }

    /// <summary>True where the call is awaited on the spot.</summary>
    public static bool IsWaitedForHere(ExpressionSyntax call) => Chain(call).Parent is AwaitExpressionSyntax && FunctionOf(call) is not AnonymousFunctionExpressionSyntax;

    /// <summary>True where the function goes on only when the call has ended, or hands its task to its own caller.</summary>
    public static bool IsWaitedFor(ExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        var chain = Chain(call);
        switch (chain.Parent)
        {
            case AwaitExpressionSyntax:
                return true;
            case ReturnStatementSyntax or ArrowExpressionClauseSyntax:
                return FunctionOf(chain) is not AnonymousFunctionExpressionSyntax;
            case ForEachStatementSyntax or ForEachVariableStatementSyntax:
                return true;
        }

        var type = model.GetTypeInfo(chain, cancellationToken).Type;
        return type is not null and not IErrorTypeSymbol && !TypeFacts.IsTask(type) && type.Name is not ("ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable");
    }

    /// <summary>The condition of the loop; null where it has none.</summary>
    public static ExpressionSyntax? ConditionOf(SyntaxNode loop) => loop switch
    {
        WhileStatementSyntax l => l.Condition,
        DoStatementSyntax l => l.Condition,
        ForStatementSyntax l => l.Condition,
        _ => null,
    };

    /// <summary>The innermost loop of its function that the node stands in; null for none.</summary>
    public static StatementSyntax? LoopAround(SyntaxNode node)
    {
        for (var n = node.Parent; n is not null and not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax and not MemberDeclarationSyntax; n = n.Parent)
        {
            if (n is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax)
                return (StatementSyntax)n;
        }

        return null;
    }
}
