using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace AsyncStateAnalyzers.CodeFixes.Channels;

/// <summary>Takes a promise out of the options of a channel; options that then say nothing go too.</summary>
internal static class DropPromiseEditor
{
    /// <summary>The root; null where the promise stands neither in an initializer nor in a statement of its own.</summary>
    public static SyntaxNode? Edit(FixSite site)
    {
        if (site.Read is AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax { Parent: BlockSyntax } statement })
            return Statements.HasDirectives(statement) ? null : site.Root.RemoveNode(statement, SyntaxRemoveOptions.KeepUnbalancedDirectives);
        if (site.Read is not AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax { Parent: BaseObjectCreationExpressionSyntax creation } initializer } promise || Statements.HasDirectives(initializer))
            return null;
        if (initializer.Expressions.Count > 1)
        {
            var at = initializer.Expressions.IndexOf(promise);
            var rest = initializer.Expressions.RemoveAt(at);
            if (at == rest.Count)
                rest = rest.Replace(rest[at - 1], rest[at - 1].WithTrailingTrivia(promise.GetTrailingTrivia()));
            return site.Root.ReplaceNode(initializer, initializer.WithExpressions(rest));
        }

        if (creation.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1 } list })
        {
            var capacity = creation.ArgumentList?.Arguments ?? default;
            return site.Root.ReplaceNode(list, list.WithArguments(capacity).WithTriviaFrom(list).WithAdditionalAnnotations(Formatter.Annotation));
        }

        SyntaxNode plain = creation switch
        {
            ObjectCreationExpressionSyntax named => named.WithInitializer(null).WithArgumentList((named.ArgumentList ?? SyntaxFactory.ArgumentList()).WithoutTrivia()).WithType(named.Type.WithoutTrailingTrivia()),
            ImplicitObjectCreationExpressionSyntax target => target.WithInitializer(null).WithArgumentList(target.ArgumentList.WithoutTrivia()),
            _ => creation,
        };
        return site.Root.ReplaceNode(creation, plain.WithAdditionalAnnotations(Formatter.Annotation));
    }
}
