using System.Globalization;
using System.Runtime.CompilerServices;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Model;
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
        {
            var walk = new Walk(facts);
            foreach (var node in reference.GetSyntax(cancellationToken).DescendantNodesAndSelf(Walk.Descends))
                walk.Look(node);
        }

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

    /// <summary>Goes over the nodes in the order of the text.</summary>
    private readonly struct Walk(TypeSyntaxFacts facts)
    {
        /// <summary>What nothing can be assigned in is not entered: most nodes are names and types.</summary>
        [MethodImpl(Tiering.AtOnce)]
        public static bool Descends(SyntaxNode node) => node.Kind() switch
        {
            SyntaxKind.IdentifierName or SyntaxKind.GenericName or SyntaxKind.QualifiedName or SyntaxKind.PredefinedType or SyntaxKind.NullableType or SyntaxKind.ThisExpression or SyntaxKind.ParameterList or SyntaxKind.AttributeList
                or SyntaxKind.StringLiteralExpression or SyntaxKind.NumericLiteralExpression or SyntaxKind.NullLiteralExpression or SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression or SyntaxKind.CharacterLiteralExpression or SyntaxKind.DefaultLiteralExpression => false,
            _ => true,
        };

        /// <summary>What one node tells.</summary>
        [MethodImpl(Tiering.AtOnce)]
        public void Look(SyntaxNode node)
        {
            switch (node.Kind())
            {
                case SyntaxKind.Argument:
                    LookAt((ArgumentSyntax)node);
                    break;
                case SyntaxKind.VariableDeclarator when ((VariableDeclaratorSyntax)node).Initializer is { } initializer:
                    Semaphore(((VariableDeclaratorSyntax)node).Identifier.ValueText, initializer.Value);
                    break;
                case SyntaxKind.PropertyDeclaration when ((PropertyDeclarationSyntax)node).Initializer is { } initializer:
                    Semaphore(((PropertyDeclarationSyntax)node).Identifier.ValueText, initializer.Value);
                    break;
                case SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.AddressOfExpression:
                    Target(((PrefixUnaryExpressionSyntax)node).Operand);
                    break;
                case SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression:
                    Target(((PostfixUnaryExpressionSyntax)node).Operand);
                    break;
                case SyntaxKind.RefExpression:
                    Target(((RefExpressionSyntax)node).Expression);
                    break;
                default:
                    if (node is AssignmentExpressionSyntax assignment)
                        LookAt(assignment);
                    break;
            }
        }

        private void LookAt(AssignmentExpressionSyntax node)
        {
            // X = … in an object initialiser or a with-expression fills an object that is new.
            if (node.Parent is not InitializerExpressionSyntax || node.Left is ImplicitElementAccessSyntax)
                Target(node.Left);
            if (LastName(node.Left) is { } name)
                Semaphore(name, node.Right);
        }

        private void LookAt(ArgumentSyntax node)
        {
            if (node.RefKindKeyword.Kind() is not (SyntaxKind.RefKeyword or SyntaxKind.OutKeyword))
                return;
            Target(node.Expression);
            if (node.Parent?.Parent is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var called } } step
                && (Atomics.IsSwitch(called) || (called is Atomics.CountsIn or Atomics.SetsBits && step.Parent is BinaryExpressionSyntax or IsPatternExpressionSyntax))
                && LastName(node.Expression) is { } name)
            {
                facts.Switched.Add(name);
                if (node.Parent is ArgumentListSyntax { Arguments: [_, _, { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression }] })
                    facts.Claimed.Add(name);
            }
        }

        /// <summary>True in a constructor or <c>init</c> accessor, but not in what is only made there: that runs at another time.</summary>
        private static bool IsConstructing(SyntaxNode node)
        {
            for (var around = node.Parent; around is not null and not BaseTypeDeclarationSyntax; around = around.Parent)
            {
                if (around is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
                    return false;
                if (around is ConstructorDeclarationSyntax || around.IsKind(SyntaxKind.InitAccessorDeclaration))
                    return true;
            }

            return false;
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
                case IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax or BaseExpressionSyntax } when IsConstructing(target):
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
                && (value is ImplicitObjectCreationExpressionSyntax || value is ObjectCreationExpressionSyntax { Type: var type } && type.ToString().EndsWith(Locks.Semaphore, StringComparison.Ordinal)))
            {
                facts.Permits[name] = arguments[0].Expression is LiteralExpressionSyntax literal
                    ? Convert.ToString(literal.Token.Value, CultureInfo.InvariantCulture) ?? ""
                    : LastName(arguments[0].Expression) ?? "";
            }
        }
    }
}
