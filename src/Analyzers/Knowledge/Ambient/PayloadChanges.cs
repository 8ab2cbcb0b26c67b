using AsyncStateAnalyzers.Knowledge.Tables;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Ambient;

/// <summary>What a change does to the object that is the value.</summary>
internal enum PayloadChange
{
    /// <summary>Something comes in: the others see more than they should.</summary>
    Adds,

    /// <summary>Something is replaced: the others miss what was theirs.</summary>
    Replaces,

    /// <summary>Something is taken out: perhaps what another has put in.</summary>
    TakesOut,

    /// <summary>All of it is dropped.</summary>
    Clears,
}

/// <summary>A change of the object that is the value, in place.</summary>
/// <param name="Node">The call or assignment.</param>
/// <param name="Change">What it does.</param>
/// <param name="Read">The access that gave the object.</param>
/// <param name="Model">The model of its file.</param>
internal sealed record PayloadMutation(SyntaxNode Node, PayloadChange Change, AmbientUse Read, SemanticModel Model);

/// <summary>Finds where the object that is the value of an ambient is changed in place: directly, through a local, or through a property that stands for it.</summary>
internal static class PayloadChanges
{
    /// <summary>The changes that nothing shows to be meant: no lock, no holder, no object that the function has just made.</summary>
    public static IEnumerable<PayloadMutation> Of(AmbientLife life, CancellationToken cancellationToken)
    {
        if (life.Payload is not { IsReferenceType: true } payload || life.IsPlatform || IsHolder(payload))
            yield break;
        foreach (var read in life.Uses.Where(u => u.Reads || u.OnlyIfEmpty).ToList())
        {
            if (IsFresh(read, life))
                continue;
            foreach (var value in ValuesOf(read, cancellationToken))
            {
                if (Climb(value, read.Model, cancellationToken) is var (node, change) && !node.Ancestors().TakeWhile(n => n is not MemberDeclarationSyntax).Any(n => n is LockStatementSyntax))
                    yield return new PayloadMutation(node, change, read, read.Model);
            }
        }
    }

    /// <summary>The expressions that are the object: the access, and the uses of a local that takes it.</summary>
    private static IEnumerable<ExpressionSyntax> ValuesOf(AmbientUse read, CancellationToken cancellationToken)
    {
        if (read.Node is not ExpressionSyntax access || (read.Sets && !read.OnlyIfEmpty))
            yield break;
        if (!IsTheObject(access, read.Model, cancellationToken))
            yield break;
        var outer = Outer(access);
        yield return outer;
        var local = outer.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => read.Model.GetDeclaredSymbol(declarator, cancellationToken),
            IsPatternExpressionSyntax { Pattern: RecursivePatternSyntax { Designation: SingleVariableDesignationSyntax designation } } => read.Model.GetDeclaredSymbol(designation, cancellationToken),
            IsPatternExpressionSyntax { Pattern: DeclarationPatternSyntax { Designation: SingleVariableDesignationSyntax designation } } => read.Model.GetDeclaredSymbol(designation, cancellationToken),
            IsPatternExpressionSyntax { Pattern: VarPatternSyntax { Designation: SingleVariableDesignationSyntax designation } } => read.Model.GetDeclaredSymbol(designation, cancellationToken),
            _ => null,
        };
        if (local is not ILocalSymbol || read.Function is null)
            yield break;
        var names = read.Function.DescendantNodes().OfType<IdentifierNameSyntax>().Where(n => n.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(read.Model.GetSymbolInfo(n, cancellationToken).Symbol, local)).ToList();
        // A local that is assigned again holds something else from there on.
        if (names.Any(n => n.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment && assignment.Left == n && !AmbientUse.IsIfEmpty(assignment, n.ToString())))
            yield break;
        foreach (var name in names)
            yield return name;
    }

    /// <summary>False for a call or property that only makes something of the object.</summary>
    private static bool IsTheObject(ExpressionSyntax access, SemanticModel model, CancellationToken cancellationToken)
    {
        var symbol = model.GetSymbolInfo(access, cancellationToken).Symbol;
        if (access is AssignmentExpressionSyntax or ConditionalAccessExpressionSyntax || symbol is IPropertySymbol { ContainingType.Name: AmbientApi.TypeName })
            return true;
        if (symbol is not (IPropertySymbol or IMethodSymbol) || symbol.DeclaringSyntaxReferences.Length != 1)
            return false;
        var declaration = symbol.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
        return Given(declaration) is { } given && (EndsInValue(Plain(given)) || given is IdentifierNameSyntax local && Initial(local, declaration) is { } first && EndsInValue(Plain(first)));
    }

    private static ExpressionSyntax? Given(SyntaxNode declaration) =>
        declaration is PropertyDeclarationSyntax { ExpressionBody.Expression: { } short1 } ? short1
        : declaration is MethodDeclarationSyntax { ExpressionBody.Expression: { } short2 } ? short2
        : (declaration is PropertyDeclarationSyntax property ? (SyntaxNode?)property.AccessorList?.Accessors.FirstOrDefault(a => a.IsKind(SyntaxKind.GetAccessorDeclaration)) : declaration)?
            .DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Select(n => n is ReturnStatementSyntax returned ? returned.Expression : n is ArrowExpressionClauseSyntax arrow ? arrow.Expression : null).LastOrDefault(e => e is not null);

    /// <summary>What the local begins with.</summary>
    private static ExpressionSyntax? Initial(IdentifierNameSyntax local, SyntaxNode within) =>
        within.DescendantNodes().OfType<VariableDeclaratorSyntax>().FirstOrDefault(v => v.Identifier.ValueText == local.Identifier.ValueText)?.Initializer?.Value;

    private static bool EndsInValue(ExpressionSyntax expression) => expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: AmbientApi.Value };

    /// <summary>The expression without what only says that it is not null, or what it is instead.</summary>
    private static ExpressionSyntax Plain(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax x => Plain(x.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } x => Plain(x.Operand),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } x => Plain(x.Left),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } x => Plain(x.Left),
        _ => expression,
    };

    private static ExpressionSyntax Outer(ExpressionSyntax expression)
    {
        while (expression.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }
            || expression.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } or && or.Left == expression && or.Right is ThrowExpressionSyntax)
            expression = (ExpressionSyntax)expression.Parent;
        return expression;
    }

    /// <summary>From the object up through members and elements to what changes it; null where nothing does.</summary>
    private static (SyntaxNode Node, PayloadChange Change)? Climb(ExpressionSyntax value, SemanticModel model, CancellationToken cancellationToken)
    {
        var steps = 0;
        while (true)
        {
            switch (value.Parent)
            {
                case ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }:
                    value = (ExpressionSyntax)value.Parent;
                    continue;
                case ConditionalAccessExpressionSyntax conditional when conditional.Expression == value:
                    var bound = conditional.WhenNotNull.DescendantNodesAndSelf().OfType<MemberBindingExpressionSyntax>().FirstOrDefault();
                    if (bound is null)
                        return null;
                    if (bound.Parent is InvocationExpressionSyntax invoked && invoked.Expression == bound)
                        return Effect(conditional, invoked, value, model, cancellationToken);
                    value = bound;
                    steps++;
                    continue;
                case MemberAccessExpressionSyntax access when access.Expression == value:
                    if (access.Parent is InvocationExpressionSyntax call && call.Expression == access)
                        return Effect(call, call, value, model, cancellationToken);
                    if (model.GetSymbolInfo(access, cancellationToken).Symbol is not (IFieldSymbol or IPropertySymbol { SetMethod: not null } or IPropertySymbol) || ++steps > 2)
                        return null;
                    value = access;
                    continue;
                case ElementAccessExpressionSyntax element when element.Expression == value:
                    if (Collections.KindOf(model.GetTypeInfo(value, cancellationToken).Type) is not (CollectionKind.Plain or CollectionKind.Array))
                        return null;
                    value = element;
                    steps++;
                    continue;
                case AssignmentExpressionSyntax assignment when assignment.Left == value && steps > 0:
                    return (assignment, PayloadChange.Replaces);
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } when steps > 0:
                    return (value.Parent, PayloadChange.Replaces);
                default:
                    return null;
            }
        }
    }

    private static (SyntaxNode Node, PayloadChange Change)? Effect(SyntaxNode node, InvocationExpressionSyntax call, ExpressionSyntax receiver, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetTypeInfo(receiver, cancellationToken).Type is not { } type || model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method)
            return null;
        if (Collections.KindOf(type) == CollectionKind.None && OwnMutation.In(method, model, cancellationToken))
            return (node, PayloadChange.Adds);
        if (Collections.KindOf(type) != CollectionKind.Plain)
            return null;
        // A call on the ways of a deeper object: only the collections of the platform are known to hold their elements themselves.
        return Collections.EffectOf(method, type) switch
        {
            CollectionEffect.Insert or CollectionEffect.InsertAll or CollectionEffect.TryInsert => (node, PayloadChange.Adds),
            CollectionEffect.Store or CollectionEffect.Rearrange => (node, PayloadChange.Replaces),
            CollectionEffect.Remove or CollectionEffect.TakeOut or CollectionEffect.TryTakeOut => (node, PayloadChange.TakesOut),
            CollectionEffect.Clear => (node, PayloadChange.Clears),
            _ => null,
        };
    }

    /// <summary>True where the function has put an object of its own there before: nobody else has it yet.</summary>
    private static bool IsFresh(AmbientUse read, AmbientLife life) =>
        life.Sets.Any(s => s.Function == read.Function && !s.OnlyIfEmpty && s.Node != read.Node && s.Node.SpanStart < read.Node.SpanStart);

    /// <summary>True for an object that is there to be shared: one thing in it can be replaced, and all see it.</summary>
    private static bool IsHolder(ITypeSymbol payload)
    {
        if (payload.Name.HasWord(AmbientApi.HolderWords) || payload.Name == "StrongBox")
            return true;
        if (payload.DeclaringSyntaxReferences.IsEmpty)
            return false;
        var data = payload.SelfAndBases().SelectMany(t => t.GetMembers()).Where(m => !m.IsStatic && m is IFieldSymbol { IsConst: false } field && field.ContainingType.SpecialType != SpecialType.System_Object).Cast<IFieldSymbol>().ToList();
        return data.Count(f => !f.IsReadOnly) <= 1 && !data.Any(f => f.IsReadOnly && Collections.KindOf(f.Type) == CollectionKind.Plain);
    }
}
