using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>
/// What one walk over the syntax of a type (with the types it stands in and those inside) tells by name alone: which members are assigned
/// after construction, which are switched by <c>Interlocked</c>, how many permits its semaphores have. By name errs to the side of "assigned".
/// </summary>
internal sealed class TypeSyntaxFacts
{
    /// <summary>Members assigned anywhere but in constructors and initialisers of the object itself.</summary>
    public HashSet<string> Assigned { get; } = new(StringComparer.Ordinal);

    /// <summary>Names in front of an assigned member: a struct held there is changed in place.</summary>
    public HashSet<string> AssignedInside { get; } = new(StringComparer.Ordinal);

    /// <summary>Names passed to <c>Interlocked.Exchange</c> or <c>CompareExchange</c>: they may serve as try-locks.</summary>
    public HashSet<string> Switched { get; } = new(StringComparer.Ordinal);

    /// <summary>Those of them that are set by whoever finds null in them: of several that try, one.</summary>
    public HashSet<string> Claimed { get; } = new(StringComparer.Ordinal);

    /// <summary>The first argument of <c>new SemaphoreSlim(…)</c> by the name it is assigned to: a number, or the name of a constant.</summary>
    public Dictionary<string, string> Permits { get; } = new(StringComparer.Ordinal);

    /// <summary>Walks every declaration of the type.</summary>
    public static TypeSyntaxFacts Of(INamedTypeSymbol outermost, CancellationToken cancellationToken)
    {
        var facts = new TypeSyntaxFacts();
        foreach (var reference in outermost.DeclaringSyntaxReferences)
            new Walker(facts).Visit(reference.GetSyntax(cancellationToken));
        return facts;
    }

    /// <summary>The name at the end of a target expression: <c>_n</c> of <c>this._n</c>, <c>_a</c> of <c>_a[i]</c> for null.</summary>
    public static string? LastName(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        ParenthesizedExpressionSyntax inner => LastName(inner.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } bang => LastName(bang.Operand),
        _ => null,
    };

    private sealed class Walker(TypeSyntaxFacts facts) : CSharpSyntaxWalker
    {
        private bool _constructing;

        // What nothing can be assigned in is not entered: most nodes are names and types.
        public override void VisitIdentifierName(IdentifierNameSyntax node)
        {
        }

        public override void VisitGenericName(GenericNameSyntax node)
        {
        }

        public override void VisitQualifiedName(QualifiedNameSyntax node)
        {
        }

        public override void VisitPredefinedType(PredefinedTypeSyntax node)
        {
        }

        public override void VisitNullableType(NullableTypeSyntax node)
        {
        }

        public override void VisitLiteralExpression(LiteralExpressionSyntax node)
        {
        }

        public override void VisitThisExpression(ThisExpressionSyntax node)
        {
        }

        public override void VisitParameterList(ParameterListSyntax node)
        {
        }

        public override void VisitAttributeList(AttributeListSyntax node)
        {
        }

        public override void VisitConstructorDeclaration(ConstructorDeclarationSyntax node) => Within(true, () => base.VisitConstructorDeclaration(node));

        public override void VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => Within(false, () => base.VisitParenthesizedLambdaExpression(node));

        public override void VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => Within(false, () => base.VisitSimpleLambdaExpression(node));

        public override void VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) => Within(false, () => base.VisitAnonymousMethodExpression(node));

        public override void VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => Within(false, () => base.VisitLocalFunctionStatement(node));

        public override void VisitAccessorDeclaration(AccessorDeclarationSyntax node)
        {
            if (node.IsKind(SyntaxKind.InitAccessorDeclaration))
                Within(true, () => base.VisitAccessorDeclaration(node));
            else
                base.VisitAccessorDeclaration(node);
        }

        public override void VisitAssignmentExpression(AssignmentExpressionSyntax node)
        {
            // X = … in an object initialiser or a with-expression fills an object that is new.
            if (node.Parent is not InitializerExpressionSyntax)
                Target(node.Left);
            else if (node.Left is ImplicitElementAccessSyntax)
                Target(node.Left);
            if (LastName(node.Left) is { } name)
                Semaphore(name, node.Right);
            base.VisitAssignmentExpression(node);
        }

        public override void VisitVariableDeclarator(VariableDeclaratorSyntax node)
        {
            if (node.Initializer is { } initializer)
                Semaphore(node.Identifier.ValueText, initializer.Value);
            base.VisitVariableDeclarator(node);
        }

        public override void VisitPropertyDeclaration(PropertyDeclarationSyntax node)
        {
            if (node.Initializer is { } initializer)
                Semaphore(node.Identifier.ValueText, initializer.Value);
            base.VisitPropertyDeclaration(node);
        }

        public override void VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
        {
            if (node.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.AddressOfExpression)
                Target(node.Operand);
            base.VisitPrefixUnaryExpression(node);
        }

        public override void VisitPostfixUnaryExpression(PostfixUnaryExpressionSyntax node)
        {
            if (node.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression)
                Target(node.Operand);
            base.VisitPostfixUnaryExpression(node);
        }

        public override void VisitArgument(ArgumentSyntax node)
        {
            if (node.RefKindKeyword.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword)
            {
                Target(node.Expression);
                if (node.Parent?.Parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Exchange" or "CompareExchange" } }
                    && LastName(node.Expression) is { } name)
                {
                    facts.Switched.Add(name);
                    if (node.Parent is ArgumentListSyntax { Arguments: [_, _, { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression }] })
                        facts.Claimed.Add(name);
                }
            }

            base.VisitArgument(node);
        }

        public override void VisitRefExpression(RefExpressionSyntax node)
        {
            Target(node.Expression);
            base.VisitRefExpression(node);
        }

        private void Within(bool constructing, Action visit)
        {
            var before = _constructing;
            _constructing = constructing;
            visit();
            _constructing = before;
        }

        private void Target(ExpressionSyntax target)
        {
            switch (target)
            {
                case TupleExpressionSyntax tuple:
                    foreach (var argument in tuple.Arguments)
                        Target(argument.Expression);
                    break;
                case ParenthesizedExpressionSyntax inner:
                    Target(inner.Expression);
                    break;
                case PostfixUnaryExpressionSyntax bang:
                    Target(bang.Operand);
                    break;
                case IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } when _constructing:
                    break;
                case IdentifierNameSyntax name:
                    facts.Assigned.Add(name.Identifier.ValueText);
                    break;
                case MemberAccessExpressionSyntax access:
                    facts.Assigned.Add(access.Name.Identifier.ValueText);
                    Inside(access.Expression);
                    break;
                case ElementAccessExpressionSyntax element:
                    Inside(element.Expression);
                    break;
                case MemberBindingExpressionSyntax binding:
                    facts.Assigned.Add(binding.Name.Identifier.ValueText);
                    break;
            }
        }

        private void Inside(ExpressionSyntax receiver)
        {
            for (ExpressionSyntax? current = receiver; current is not null;)
            {
                if (LastName(current) is { } name)
                    facts.AssignedInside.Add(name);
                current = current switch
                {
                    MemberAccessExpressionSyntax access => access.Expression,
                    ElementAccessExpressionSyntax element => element.Expression,
                    _ => null,
                };
            }
        }

        private void Semaphore(string name, ExpressionSyntax value)
        {
            if (value is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments }
                && (value is ImplicitObjectCreationExpressionSyntax || value is ObjectCreationExpressionSyntax { Type: var type } && type.ToString().EndsWith("SemaphoreSlim", StringComparison.Ordinal)))
            {
                facts.Permits[name] = arguments[0].Expression is LiteralExpressionSyntax literal
                    ? Convert.ToString(literal.Token.Value, CultureInfo.InvariantCulture) ?? ""
                    : LastName(arguments[0].Expression) ?? "";
            }
        }
    }
}
